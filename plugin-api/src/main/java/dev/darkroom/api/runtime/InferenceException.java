package dev.darkroom.api.runtime;

import dev.darkroom.api.DarkroomException;
import org.jspecify.annotations.Nullable;

/** The inference engine could not load or run a graph. */
public class InferenceException extends DarkroomException {

    private static final long serialVersionUID = 1L;

    public InferenceException(String message) {
        super(message);
    }

    public InferenceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
