package dev.darkroom.host.cli;

import dev.darkroom.api.model.Precision;

/** What a user may say of the precision. */
enum PrecisionChoice {
    FP32,
    FP16,
    INT8,
    /** The fastest that the folder holds and this machine runs well. */
    AUTO;

    /** Returns the choice of a precision. */
    static PrecisionChoice of(Precision precision) {
        return valueOf(precision.name());
    }
}
