package dev.darkroom.host.pipeline;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoised;
import org.jspecify.annotations.Nullable;

/**
 * What one thread knows of a sampler running on another: how far it is, when it last did something, and the best
 * estimate so far. A sampler gives signs of life through the denoiser, the noise and the step reports; time inside the
 * model is not its own.
 */
final class RunMonitor {

    private volatile long lastSign = System.nanoTime();
    private volatile boolean inModel;
    private volatile boolean abandoned;
    private volatile int step;
    private volatile int evaluations;
    private volatile @Nullable Latent estimate;
    private volatile @Nullable Denoised evaluation;

    void sign() {
        lastSign = System.nanoTime();
    }

    void enterModel() {
        inModel = true;
        sign();
    }

    void leaveModel() {
        inModel = false;
        sign();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Written by the sampling thread alone.
    void evaluated(Denoised result) {
        evaluations++;
        evaluation = result;
        sign();
    }

    void stepped(int finished, Latent denoised) {
        step = finished + 1;
        estimate = denoised;
        sign();
    }

    /** Returns the step under way, from 0. */
    int step() {
        return step;
    }

    int evaluations() {
        return evaluations;
    }

    /** Returns the model's last answer, if it gave one. */
    @Nullable
    Denoised evaluation() {
        return evaluation;
    }

    /** Returns the last finite estimate of x0, if a step was finished. */
    @Nullable
    Latent estimate() {
        return estimate;
    }

    /** Returns how long the sampler has been silent, or 0 while the model works for it. */
    long silentNanos() {
        return inModel ? 0 : System.nanoTime() - lastSign;
    }

    /** Gives up on the run: should its thread come back, its next call ends it. */
    void abandon() {
        abandoned = true;
    }

    void throwIfAbandoned() {
        if (abandoned) {
            throw new IllegalStateException("this run was given up");
        }
    }
}
