package dev.darkroom.api.model;

/** Which weights of a training run. */
public enum Weights {
    /** The exponential moving average, which is what people sample from. */
    EMA,
    /** The weights the optimiser last wrote ({@code non_ema} in file names). */
    RAW
}
