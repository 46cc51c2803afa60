package dev.darkroom.api.model;

import dev.darkroom.api.DarkroomException;
import org.jspecify.annotations.Nullable;

/** A model folder is incomplete, damaged or of a kind that cannot be used. */
public class ModelException extends DarkroomException {

    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
