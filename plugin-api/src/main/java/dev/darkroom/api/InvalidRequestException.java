package dev.darkroom.api;

import org.jspecify.annotations.Nullable;

/** What the user asked for cannot be done as asked: an unknown name, a value out of range, an impossible pair. */
public class InvalidRequestException extends DarkroomException {

    private static final long serialVersionUID = 1L;

    public InvalidRequestException(String message) {
        super(message);
    }

    public InvalidRequestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
