package dev.darkroom.api.generation;

import java.util.OptionalDouble;

/**
 * One step of one picture, in numbers.
 *
 * @param index the step, from 0
 * @param sigma the level the step began at
 * @param next the level it reached
 * @param evaluations model evaluations the step took
 * @param x statistics of the state after the step
 * @param denoised statistics of the estimate of x0
 * @param highFrequency mean square of the diagonal Haar band of the estimate of x0, over its variance
 * @param change root mean square change of the estimate of x0 since the step before, over its standard deviation; 1 for
 *     the first step
 * @param embeddedError root mean square of the embedded pair's difference, where the solver has one
 * @param millis wall time of the step
 */
public record StepRecord(
        int index,
        double sigma,
        double next,
        int evaluations,
        Statistics x,
        Statistics denoised,
        double highFrequency,
        double change,
        OptionalDouble embeddedError,
        double millis) {

    /**
     * Moments of a block of numbers; non-finite ones are counted and left out.
     *
     * @param mean the mean
     * @param std the standard deviation
     * @param max the largest absolute value
     * @param nonFinite how many are NaN or infinite
     */
    public record Statistics(double mean, double std, double max, int nonFinite) {}
}
