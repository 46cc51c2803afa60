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

    /** Begins settings that load every plugin of some folders, with a deadline of 5 seconds. */
    public static Builder of(Path... folders) {
        return new Builder(List.of(folders));
    }

    /** Collects what differs; {@link #build()} checks it. */
    public static final class Builder {

        private final List<Path> folders;
        private boolean safeMode;
        private Optional<Path> bundledList = Optional.empty();
        private Optional<Path> stateFile = Optional.empty();
        private Optional<Path> allowList = Optional.empty();
        private Duration deadline = Duration.ofSeconds(5);
        private String apiVersion = ApiVersion.CURRENT;
        private Digests digests = Digests.ofThisProcess();

        private Builder(List<Path> folders) {
            this.folders = folders;
        }

        /** Sets whether only bundled plugins are loaded. */
        public Builder safeMode(boolean on) {
            safeMode = on;
            return this;
        }

        /** Sets the distribution's list of the plugins it ships. */
        public Builder bundledList(Path file) {
            bundledList = Optional.of(file);
            return this;
        }

        /** Sets the file that remembers disabled plugins. */
        public Builder stateFile(Path file) {
            stateFile = Optional.of(file);
            return this;
        }

        /** Sets a digest allow-list. */
        public Builder allowList(Path file) {
            allowList = Optional.of(file);
            return this;
        }

        /** Sets how long one call into a plugin may take while it is loaded, started or stopped. */
        public Builder deadline(Duration time) {
            deadline = time;
            return this;
        }

        /** Sets the version of the contract that plugins are checked against. */
        public Builder apiVersion(String version) {
            apiVersion = version;
            return this;
        }

        /** Sets what is already known of the JARs. */
        public Builder digests(Digests known) {
            digests = known;
            return this;
        }

        /**
         * Returns the settings.
         *
         * @throws IllegalArgumentException if the deadline is not positive
         */
        public PluginSettings build() {
            return new PluginSettings(
                    folders, safeMode, bundledList, stateFile, allowList, deadline, apiVersion, digests);
        }
    }
}
