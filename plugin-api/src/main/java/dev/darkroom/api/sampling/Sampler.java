package dev.darkroom.api.sampling;

import dev.darkroom.api.Described;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;

/**
 * An extension that turns noise into a sample. One stateless object serves any number of runs at once: all history is
 * local to {@link #sample}.
 */
public interface Sampler extends Described {

    /**
     * Runs the solver.
     *
     * @param denoiser the guided model
     * @param x the initial state at {@code sigmas.at(0)}, {@code [n,c,h,w]}; not changed
     * @param sigmas the noise levels
     * @param context options, noise and the place to report each step to
     * @return the state at the last level
     */
    Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context);

    /**
     * Returns how much {@link #sample} will do. Solvers with more than one evaluation a step override it.
     *
     * @param sigmas the noise levels
     * @param options the checked values of the options the sampler declares
     * @return the numbers of steps and evaluations
     */
    default Workload workload(SigmaSchedule sigmas, Options options) {
        return Workload.of(sigmas.steps(), sigmas.steps());
    }

    /**
     * Refuses a run that cannot make a picture: a solver for rectified flows on a model that predicts noise, levels it
     * cannot serve. Called before the model is.
     *
     * @param setting what the run would be
     * @throws dev.darkroom.api.InvalidRequestException if the sampler cannot serve it; the message says what to choose
     */
    default void check(Setting setting) {}

    /**
     * Returns whether the sampler reads {@link Denoised#uncond()} at every step, as the CFG++ samplers do. The host then
     * evaluates the unconditional model even where guidance does not need it.
     */
    default boolean needsUnconditional() {
        return false;
    }

    /**
     * Returns whether the last level above 0 is to be left out of the schedule, which is then asked for one step more.
     * A1111 and ComfyUI do so for solvers that evaluate within a step, which otherwise sharpen noise (thread
     * AUTOMATIC1111/stable-diffusion-webui#1435).
     *
     * @param options the checked values of the options the sampler declares
     */
    default boolean discardsPenultimate(Options options) {
        return false;
    }

    /**
     * What a run would be made of.
     *
     * @param process the model's noise process
     * @param distilled whether the model was distilled to need few steps and no guidance
     * @param sigmas the noise levels
     * @param options the checked values of the options the sampler declares
     */
    record Setting(DiffusionProcess process, boolean distilled, SigmaSchedule sigmas, Options options) {}
}
