package dev.darkroom.host.plugin;

import dev.darkroom.host.plugin.PluginHealth.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDependency;

/** Puts every plugin behind those it depends on, otherwise by id, and refuses those that depend on themselves. */
final class LoadOrder {

    private final Map<String, PluginEntry> byId = new HashMap<>();
    private final List<PluginEntry> order = new ArrayList<>();

    LoadOrder(List<PluginEntry> entries) {
        // Of several entries with one id at most one is still open, and that one counts.
        entries.stream()
                .filter(PluginEntry::isRead)
                .forEach(entry -> byId.merge(entry.id(), entry, (a, b) -> b.isOpen() ? b : a));
        List<PluginEntry> open = entries.stream()
                .filter(PluginEntry::isOpen)
                .sorted(Comparator.comparing(PluginEntry::id))
                .toList();
        Map<PluginEntry, List<String>> cycles = new HashMap<>();
        for (PluginEntry entry : open) {
            cycle(entry).ifPresent(path -> cycles.put(entry, path));
        }
        cycles.forEach((entry, path) -> entry.end(
                State.REFUSED,
                "depends on itself: " + String.join(" -> ", path),
                "the providers of " + String.join(", ", path.stream().distinct().toList()) + " must break the cycle"));
        Set<PluginEntry> placed = new LinkedHashSet<>();
        open.stream().filter(PluginEntry::isOpen).forEach(entry -> place(entry, placed));
        order.addAll(placed);
    }

    /** The plugins to load, each behind those it depends on. */
    List<PluginEntry> order() {
        return order;
    }

    /** Returns whether some running plugin depends on this one. */
    boolean isNeeded(PluginEntry entry) {
        return order.stream()
                .filter(PluginEntry::isRunning)
                .flatMap(other -> other.dependencies().stream())
                .anyMatch(dependency -> dependency.getPluginId().equals(entry.id()));
    }

    /** Ends an entry as blocked if a plugin it needs does not run; those before it in the order must be dealt with. */
    void blockIfDependencyMissing(PluginEntry entry) {
        for (PluginDependency dependency : entry.dependencies()) {
            String id = dependency.getPluginId();
            PluginEntry needed = byId.get(id);
            if (dependency.isOptional()) {
                continue;
            }
            if (needed == null) {
                entry.end(
                        State.BLOCKED,
                        "needs plugin " + Text.plain(id) + ", which is not installed",
                        "put plugin " + Text.plain(id) + " into the plugin folder");
                return;
            }
            if (!needed.isRunning()) {
                entry.end(
                        State.BLOCKED,
                        "needs plugin " + id + ", which " + needed.why(),
                        needed.state() == State.DISABLED
                                ? "`darkroom plugins enable " + id + "`"
                                : "see to plugin " + id + " first");
                return;
            }
            String range = dependency.getPluginVersionSupport();
            if (!satisfies(needed.version(), range)) {
                entry.end(
                        State.BLOCKED,
                        "needs plugin " + id + " " + Text.plain(range) + ", found " + needed.version(),
                        "install a matching version of plugin " + id);
                return;
            }
        }
    }

    private static boolean satisfies(String version, String range) {
        try {
            return Versions.satisfies(version, range);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private void place(PluginEntry entry, Set<PluginEntry> placed) {
        if (placed.contains(entry)) {
            return;
        }
        for (PluginEntry needed : openDependencies(entry)) {
            place(needed, placed);
        }
        placed.add(entry);
    }

    private Optional<List<String>> cycle(PluginEntry start) {
        List<String> path = new ArrayList<>();
        return leadsTo(start, start, path, new LinkedHashSet<>()) ? Optional.of(path) : Optional.empty();
    }

    private boolean leadsTo(PluginEntry from, PluginEntry target, List<String> path, Set<PluginEntry> visited) {
        path.add(from.id());
        for (PluginEntry next : openDependencies(from)) {
            if (next == target) {
                path.add(target.id());
                return true;
            }
            if (visited.add(next) && leadsTo(next, target, path, visited)) {
                return true;
            }
        }
        path.remove(path.size() - 1);
        return false;
    }

    /** Optional dependencies count too: class loaders that ask one another would recurse without end. */
    private List<PluginEntry> openDependencies(PluginEntry entry) {
        List<PluginEntry> needed = new ArrayList<>();
        for (PluginDependency dependency : entry.dependencies()) {
            @Nullable PluginEntry other = byId.get(dependency.getPluginId());
            if (other != null && other.isOpen()) {
                needed.add(other);
            }
        }
        return needed;
    }
}
