package dev.darkroom.host.plugin;

import dev.darkroom.host.digest.Sha256;
import dev.darkroom.host.plugin.PluginHealth.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the plugin folders and decides, before any class is loaded, which JARs may be loaded. */
final class PluginScan {

    private final PluginSettings settings;
    private final PluginSwitches switches;
    private final DigestList bundled;
    private final Optional<DigestList> allowed;

    PluginScan(PluginSettings settings, PluginSwitches switches, List<String> notices) {
        this.settings = settings;
        this.switches = switches;
        bundled = settings.bundledList()
                .filter(Files::exists)
                .map(file -> DigestList.read(file, notices))
                .orElseGet(DigestList::empty);
        allowed = settings.allowList().filter(Files::exists).map(file -> DigestList.read(file, notices));
        if (settings.safeMode() && settings.bundledList().filter(Files::exists).isEmpty()) {
            notices.add("safe mode loads only bundled plugins, and there is no list of them"
                    + settings.bundledList().map(file -> " at " + file).orElse("") + ": no plugin is loaded");
        }
    }

    /** Returns an entry for every JAR; those that may not be loaded already have their end. */
    List<PluginEntry> entries(List<String> notices) {
        List<Path> jars = new ArrayList<>();
        Set<Path> seen = new HashSet<>();
        for (Path folder : settings.folders()) {
            if (!Files.exists(folder)) {
                continue;
            }
            try {
                for (Path file : BundledPlugins.jarsIn(folder.toAbsolutePath().normalize())) {
                    if (seen.add(Files.exists(file) ? file.toRealPath() : file)) {
                        jars.add(file);
                    }
                }
            } catch (IOException e) {
                notices.add(folder + ": the plugin folder cannot be listed (" + Text.describe(e) + ")");
            }
        }
        // Reading the JARs is a good part of the start, and each is a file of its own.
        List<PluginEntry> entries =
                jars.parallelStream().map(this::read).collect(Collectors.toCollection(ArrayList::new));
        settings.digests().save();
        entries.stream().filter(PluginEntry::isOpen).forEach(this::vet);
        refuseDoubles(entries);
        entries.stream()
                .filter(entry -> entry.isOpen() && switches.isDisabled(entry.id()))
                .forEach(entry -> entry.end(
                        State.DISABLED, "switched off by you", "`darkroom plugins enable " + entry.id() + "`"));
        return entries;
    }

    private PluginEntry read(Path file) {
        String sha256 = "";
        try {
            PluginJar.checkIsFile(file);
            sha256 = digest(file);
            return new PluginEntry(file, sha256, bundled.has(sha256), PluginJar.read(file));
        } catch (Refusal e) {
            return refused(file, sha256, e.reason(), e.whatToDo());
        } catch (IOException | RuntimeException | Error e) {
            return refused(
                    file, sha256, "cannot be read (" + Text.describe(e) + ")", "get the file again, or delete it");
        }
    }

    /** Where a digest decides what may run, the file itself is asked. */
    private String digest(Path file) throws IOException {
        return allowed.isPresent() || settings.safeMode()
                ? Sha256.of(file)
                : settings.digests().of(file);
    }

    private static PluginEntry refused(Path file, String sha256, String reason, String whatToDo) {
        PluginEntry entry = new PluginEntry(file, sha256, false, null);
        entry.end(State.REFUSED, reason, whatToDo);
        return entry;
    }

    private void vet(PluginEntry entry) {
        String name = entry.file().getFileName().toString();
        if (allowed.isPresent() && !allowed.get().has(entry.sha256())) {
            entry.end(
                    State.REFUSED,
                    "not on the allow-list; its SHA-256 is " + entry.sha256(),
                    "if you trust it, add the line \"" + entry.sha256() + "  " + Text.plain(name) + "\" to "
                            + settings.allowList().orElseThrow());
        } else if (settings.safeMode() && !entry.bundled()) {
            entry.end(
                    State.REFUSED,
                    "safe mode loads only the plugins that came with Darkroom",
                    "run without --safe-mode to use it");
        } else if (isCompatible(entry)) {
            remarkOddities(entry, name);
        }
    }

    private boolean isCompatible(PluginEntry entry) {
        String range = entry.jar().descriptor().getRequires();
        try {
            if (Versions.satisfies(settings.apiVersion(), range)) {
                return true;
            }
            entry.end(
                    State.REFUSED,
                    "needs Darkroom API " + Text.plain(range) + ", this is " + settings.apiVersion(),
                    "get a version of the plugin built for API " + settings.apiVersion());
        } catch (RuntimeException e) {
            entry.end(
                    State.REFUSED,
                    "Plugin-Requires: expected a range like >=0.1.0 & <0.2.0, found \"" + Text.plain(range) + "\"",
                    "the provider must correct the manifest");
        }
        return false;
    }

    private void remarkOddities(PluginEntry entry, String name) {
        if (!entry.bundled() && bundled.hasName(name)) {
            entry.remark(
                    "has the file name of a bundled plugin but other contents",
                    "unless you put it there, install Darkroom again");
        }
        if (entry.jar().bundlesApi()) {
            entry.remark(
                    "its JAR holds classes of dev.darkroom.api, which are not used: the host's are",
                    "the provider should declare plugin-api with scope provided");
        }
        if (entry.jar().bundlesRuntime()) {
            entry.remark(
                    "its JAR holds its own ONNX Runtime, which loads a second native copy",
                    "the provider should use dev.darkroom.api.runtime.InferenceRuntime");
        }
    }

    private static void refuseDoubles(List<PluginEntry> entries) {
        Map<String, List<PluginEntry>> byId = new LinkedHashMap<>();
        for (PluginEntry entry : entries) {
            if (entry.isOpen()) {
                byId.computeIfAbsent(entry.id(), id -> new ArrayList<>()).add(entry);
            }
        }
        for (List<PluginEntry> same : byId.values()) {
            PluginEntry best = same.stream().max(byPrecedence(entries)).orElseThrow();
            for (PluginEntry other : same) {
                if (other != best) {
                    other.end(
                            State.REFUSED,
                            "plugin " + best.id() + " is there twice: version " + best.version() + " ("
                                    + Text.plain(best.file().getFileName().toString()) + ") is used, not version "
                                    + other.version() + " ("
                                    + Text.plain(other.file().getFileName().toString()) + ")",
                            "delete " + other.file());
                }
            }
        }
    }

    private static Comparator<PluginEntry> byPrecedence(List<PluginEntry> found) {
        return Comparator.comparing(PluginEntry::version, Versions::compare)
                .thenComparing(PluginEntry::bundled)
                .thenComparing(found::indexOf, Comparator.reverseOrder());
    }
}
