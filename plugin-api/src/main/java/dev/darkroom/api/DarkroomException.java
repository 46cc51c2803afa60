package dev.darkroom.api;

import org.jspecify.annotations.Nullable;

/**
 * The root of every exception the contract knows. Its message is one line a user can act on: what was expected, what
 * was found, what to do.
 */
public class DarkroomException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DarkroomException(String message) {
        super(message);
    }

    public DarkroomException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
