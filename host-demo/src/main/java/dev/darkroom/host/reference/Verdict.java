package dev.darkroom.host.reference;

import java.util.List;

/**
 * How an installed extension compares with one reference.
 *
 * @param file the golden file
 * @param id the case in it
 * @param extension the id of the extension that was held to it; empty if none has the reference's name
 * @param plugin the plugin it comes from; empty with {@code extension}
 * @param error the largest difference, relative to the largest number of the reference; NaN if there is none
 * @param tolerance what is allowed, relative likewise
 * @param problems what does not agree; empty if the extension passed
 */
public record Verdict(
        String file,
        String id,
        String extension,
        String plugin,
        double error,
        double tolerance,
        List<String> problems) {

    /** Copies the list. */
    public Verdict {
        problems = List.copyOf(problems);
    }

    /** Returns whether the extension does what the reference did. */
    public boolean passed() {
        return problems.isEmpty();
    }
}
