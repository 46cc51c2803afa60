package dev.darkroom.diagnostics.cause;

import dev.darkroom.api.DarkroomException;
import org.jspecify.annotations.Nullable;

/** A knowledge file cannot be read or says something that cannot be understood. */
public class KnowledgeException extends DarkroomException {

    private static final long serialVersionUID = 1L;

    public KnowledgeException(String message) {
        super(message);
    }

    public KnowledgeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
