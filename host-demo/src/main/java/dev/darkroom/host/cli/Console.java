package dev.darkroom.host.cli;

import java.io.PrintStream;

/**
 * Where a command speaks.
 *
 * @param out results
 * @param err everything else
 * @param interactive whether a person watches
 */
record Console(PrintStream out, PrintStream err, boolean interactive) {

    /** Prints a result. */
    void line(String text) {
        out.println(text);
    }

    /** Prints a remark beside the results. */
    void note(String text) {
        err.println("note: " + text);
    }

    /** Prints why the command ends. */
    void error(String text) {
        err.println("darkroom: " + text);
    }

    /** Prints where to read on. */
    void hint(String text) {
        err.println(text);
    }
}
