package dev.darkroom.host.plugin;

import java.nio.file.Path;
import java.util.List;

/**
 * What became of one file in a plugin folder. Texts that come from the file hold no control characters.
 *
 * @param id the plugin's id; the file name where the file does not tell
 * @param version the plugin's version, empty if unknown
 * @param provider who made it, empty if unknown
 * @param file the JAR
 * @param sha256 the JAR's digest in lower-case hex, empty if it could not be read
 * @param state what became of it
 * @param extensions what it contributes, as in {@code "sampler euler"}
 * @param reason why it is not started or what is odd about it; empty if all is well
 * @param whatToDo what the user can do about {@code reason}; empty if nothing needs doing
 * @param bundled whether it is one of the distribution's own
 */
public record PluginHealth(
        String id,
        String version,
        String provider,
        Path file,
        String sha256,
        State state,
        List<String> extensions,
        String reason,
        String whatToDo,
        boolean bundled) {

    /** What became of a plugin. */
    public enum State {
        /** It runs; a {@link #reason} then says what is odd about it. */
        STARTED,
        /** It runs and contributes nothing. */
        EMPTY,
        /** The user switched it off. */
        DISABLED,
        /** A plugin it needs does not run. */
        BLOCKED,
        /** Its code failed or did not return in time. */
        FAILED,
        /** It was not loaded: a damaged file, a bad manifest, an incompatible version, safe mode, the allow-list. */
        REFUSED
    }

    /** Copies the extensions. */
    public PluginHealth {
        extensions = List.copyOf(extensions);
    }

    /** Returns whether the plugin runs and nothing is odd about it. */
    public boolean healthy() {
        return state == State.STARTED && reason.isEmpty();
    }
}
