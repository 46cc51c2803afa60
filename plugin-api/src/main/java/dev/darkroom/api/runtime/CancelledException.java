package dev.darkroom.api.runtime;

import dev.darkroom.api.DarkroomException;

/** The user ended the work. Not a failure. */
public class CancelledException extends DarkroomException {

    private static final long serialVersionUID = 1L;

    public CancelledException() {
        super("cancelled");
    }
}
