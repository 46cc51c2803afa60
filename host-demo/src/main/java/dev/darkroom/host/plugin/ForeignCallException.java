package dev.darkroom.host.plugin;

import dev.darkroom.api.DarkroomException;
import org.jspecify.annotations.Nullable;

/**
 * A plugin's code threw, did not return in time, or was not called because it once did not return. The cause is what
 * the plugin threw: an object of its own class, so log it but do not rely on it.
 */
public final class ForeignCallException extends DarkroomException {

    private static final long serialVersionUID = 1L;

    /** How a call failed. */
    public enum Kind {
        /** The code threw, an Error included. */
        THREW,
        /** The code did not return in time, now or in an earlier call. */
        HUNG,
        /** The thread that waited for the code was interrupted. */
        INTERRUPTED
    }

    private final Kind kind;

    ForeignCallException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Returns how the call failed. */
    public Kind kind() {
        return kind;
    }
}
