package dev.darkroom.host.plugin;

import dev.darkroom.host.plugin.PluginHealth.State;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginDependency;
import org.pf4j.PluginWrapper;

/** One file of a plugin folder on its way from the scan to its health. Guarded by the host's lock. */
final class PluginEntry {

    private final Path file;
    private final String sha256;
    private final boolean bundled;
    private final @Nullable PluginJar jar;
    private final Set<String> reasons = new LinkedHashSet<>();
    private final Set<String> actions = new LinkedHashSet<>();
    private @Nullable State state;
    private @Nullable PluginWrapper wrapper;
    private @Nullable PluginExtensions extensions;

    PluginEntry(Path file, String sha256, boolean bundled, @Nullable PluginJar jar) {
        this.file = file;
        this.sha256 = sha256;
        this.bundled = bundled;
        this.jar = jar;
    }

    /** Gives the entry its final state: it is not started. */
    void end(State end, String reason, String whatToDo) {
        state = end;
        remark(reason, whatToDo);
    }

    /** Adds something odd that does not stop the plugin. */
    void remark(String reason, String whatToDo) {
        reasons.add(reason);
        actions.add(whatToDo);
    }

    void started(PluginWrapper plugin, PluginExtensions found) {
        state = State.STARTED;
        wrapper = plugin;
        extensions = found;
    }

    boolean isOpen() {
        return state == null;
    }

    boolean isRunning() {
        return state == State.STARTED;
    }

    Path file() {
        return file;
    }

    String sha256() {
        return sha256;
    }

    boolean bundled() {
        return bundled;
    }

    /** The manifest; only asked of entries that could be read. */
    PluginJar jar() {
        if (jar == null) {
            throw new IllegalStateException(file + " was refused unread");
        }
        return jar;
    }

    boolean isRead() {
        return jar != null;
    }

    String id() {
        return jar == null ? Text.plain(file.getFileName().toString()) : jar.id();
    }

    String version() {
        return jar == null ? "" : jar.version();
    }

    List<PluginDependency> dependencies() {
        return jar().descriptor().getDependencies();
    }

    PluginWrapper wrapper() {
        if (wrapper == null) {
            throw new IllegalStateException(id() + " was not started");
        }
        return wrapper;
    }

    PluginExtensions extensions() {
        if (extensions == null) {
            throw new IllegalStateException(id() + " was not started");
        }
        return extensions;
    }

    /** The state and its reason in one clause, for the health of dependents. */
    String why() {
        String word = state == State.DISABLED ? "is disabled" : state == State.FAILED ? "failed" : "is not started";
        return reasons.isEmpty() || state == State.DISABLED ? word : word + " (" + String.join("; ", reasons) + ")";
    }

    PluginHealth health(State shown, List<String> contributed) {
        return new PluginHealth(
                id(),
                version(),
                jar == null ? "" : Text.plain(jar.descriptor().getProvider()),
                file,
                sha256,
                shown,
                contributed,
                String.join("; ", reasons),
                String.join("; ", actions),
                bundled);
    }

    State state() {
        if (state == null) {
            throw new IllegalStateException(id() + " was not dealt with");
        }
        return state;
    }
}
