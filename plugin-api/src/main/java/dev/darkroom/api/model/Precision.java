package dev.darkroom.api.model;

/** The arithmetic a model's files are made for. */
public enum Precision {
    /** 32-bit floating point. */
    FP32,
    /** 16-bit floating point. */
    FP16,
    /** 8-bit integers for weights and most activations. */
    INT8
}
