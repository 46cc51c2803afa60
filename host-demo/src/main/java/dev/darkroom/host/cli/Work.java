package dev.darkroom.host.cli;

/**
 * A part of a command.
 *
 * @param <T> what it works on
 * @param <E> what it fails with beside the unchecked
 */
@FunctionalInterface
interface Work<T, E extends Exception> {

    /** Returns the exit code. */
    int on(T thing) throws E;
}
