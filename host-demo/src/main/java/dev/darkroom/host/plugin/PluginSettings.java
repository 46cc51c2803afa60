package dev.darkroom.host.plugin;

import dev.darkroom.api.ApiVersion;
import dev.darkroom.host.digest.Digests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where plugins come from and which of them may run.
 *
 * @param folders folders whose {@code *.jar} files are plugins; one that does not exist counts as empty
 * @param safeMode whether only bundled plugins are loaded
 * @param bundledList the distribution's list of the plugins it ships ({@link BundledPlugins}); without it none is bundled
 * @param stateFile JSON file that remembers which plugins the user disabled; without it {@code enable} and {@code disable}
 *     are refused
 * @param allowList file of SHA-256 digests, one a line with an optional name; while it exists no other JAR is loaded
 * @param deadline how long one call into a plugin may take while it is loaded, started or stopped
 * @param apiVersion the version of the contract that plugins are checked against
 * @param digests knows what JARs hold that look untouched; not believed where digests decide what may run
 */
public record PluginSettings(
        List<Path> folders,
        boolean safeMode,
        Optional<Path> bundledList,
        Optional<Path> stateFile,
        Optional<Path> allowList,
        Duration deadline,
        String apiVersion,
        Digests digests) {

    /** Copies the folders and checks the deadline. */
    public PluginSettings {
        folders = List.copyOf(folders);
        Objects.requireNonNull(bundledList, "bundledList");
        Objects.requireNonNull(stateFile, "stateFile");
        Objects.requireNonNull(allowList, "allowList");
        Objects.requireNonNull(apiVersion, "apiVersion");
        Objects.requireNonNull(digests, "digests");
        if (deadline.isZero() || deadline.isNegative()) {
            throw new IllegalArgumentException("plugin deadline: expected more than 0, found " + deadline);
        }
    }

    /** Returns settings that load every plugin of some folders, with a deadline of 5 seconds. */
    public static PluginSettings of(Path... folders) {
        return new PluginSettings(
                List.of(folders),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(5),
                ApiVersion.CURRENT,
                Digests.ofThisProcess());
    }

    /** Returns these settings with safe mode on or off. */
    public PluginSettings withSafeMode(boolean on) {
        return new PluginSettings(folders, on, bundledList, stateFile, allowList, deadline, apiVersion, digests);
    }

    /** Returns these settings with the distribution's list of bundled plugins. */
    public PluginSettings withBundledList(Path file) {
        return new PluginSettings(
                folders, safeMode, Optional.of(file), stateFile, allowList, deadline, apiVersion, digests);
    }

    /** Returns these settings with the file that remembers disabled plugins. */
    public PluginSettings withStateFile(Path file) {
        return new PluginSettings(
                folders, safeMode, bundledList, Optional.of(file), allowList, deadline, apiVersion, digests);
    }

    /** Returns these settings with a digest allow-list. */
    public PluginSettings withAllowList(Path file) {
        return new PluginSettings(
                folders, safeMode, bundledList, stateFile, Optional.of(file), deadline, apiVersion, digests);
    }

    /** Returns these settings with another deadline. */
    public PluginSettings withDeadline(Duration time) {
        return new PluginSettings(folders, safeMode, bundledList, stateFile, allowList, time, apiVersion, digests);
    }

    /** Returns these settings with another version of the contract. */
    public PluginSettings withApiVersion(String version) {
        return new PluginSettings(folders, safeMode, bundledList, stateFile, allowList, deadline, version, digests);
    }

    /** Returns these settings with what is already known of the JARs. */
    public PluginSettings withDigests(Digests known) {
        return new PluginSettings(folders, safeMode, bundledList, stateFile, allowList, deadline, apiVersion, known);
    }
}
