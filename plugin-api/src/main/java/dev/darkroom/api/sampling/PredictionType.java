package dev.darkroom.api.sampling;

/** What a network's output means. */
public enum PredictionType {
    /** The noise {@code n}. */
    EPSILON,
    /** The velocity {@code a n - b x0} of a variance-preserving process (Salimans and Ho 2022, eq. 12 on). */
    V,
    /** The clean sample {@code x0}. */
    SAMPLE,
    /** The flow velocity {@code n - x0} of a rectified flow. */
    FLOW
}
