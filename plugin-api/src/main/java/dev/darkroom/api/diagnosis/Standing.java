package dev.darkroom.api.diagnosis;

/** How a cause stands after the experiments. */
public enum Standing {
    /** Proven or significant, above the spread of clean pictures, with a rival ruled out. */
    LIKELY,
    /** What was seen fits, and does not tell it from its rivals. */
    CONSISTENT,
    /** No experiment could be made that tells. */
    UNTESTED,
    /** It is not there, or has no effect that would matter. */
    RULED_OUT
}
