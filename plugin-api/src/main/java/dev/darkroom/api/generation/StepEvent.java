package dev.darkroom.api.generation;

import dev.darkroom.api.latent.Latent;

/**
 * A step that has just been taken.
 *
 * @param firstPicture index of the first picture of the batch in its request
 * @param step the step, from 0
 * @param steps how many there are
 * @param sigma the level the step began at
 * @param next the level it reached
 * @param x the state after the step, the whole batch
 * @param denoised the estimate of x0, the whole batch
 */
public record StepEvent(int firstPicture, int step, int steps, double sigma, double next, Latent x, Latent denoised) {}
