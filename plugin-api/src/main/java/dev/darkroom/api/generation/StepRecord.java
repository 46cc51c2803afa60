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
 * @param curvature root mean square change of the slope {@code (x - x0) / sigma} since the step before, over its root mean
 *     square; 0 for the first two steps, and for a straight path
 * @param residual root mean square of the state after the step less the estimate of x0, over the estimate's standard
 *     deviation; after the last step it is what the picture has beyond the estimate
 * @param guidanceParallel the cosine between what guidance adds to the conditional estimate and that estimate (Sadat et al.
 *     2024, arXiv:2410.02416, section 4: the parallel part saturates), of the step's last evaluation; empty without
 *     guidance
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
        double curvature,
        double residual,
        OptionalDouble guidanceParallel,
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
