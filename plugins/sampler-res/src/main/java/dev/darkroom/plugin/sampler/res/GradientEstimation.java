package dev.darkroom.plugin.sampler.res;

import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.jspecify.annotations.Nullable;

/**
 * Gradient estimation: Permenter and Yuan 2024, <i>Interpreting and Improving Diffusion Models from an Optimization
 * Perspective</i> (arXiv:2306.04848), Algorithm 2: a step along the slope, extrapolated by gamma from the last one.
 *
 * @param cfgPp whether the noise that a step keeps is that of the unconditional estimate, as in CFG++ (Chung et al. 2024,
 *     arXiv:2406.08070)
 */
record GradientEstimation(boolean cfgPp) {

    private static final OptionSpec GAMMA = OptionSpec.number(
            "ge_gamma", 2, 0, 10, "How far to extrapolate the slope: 1 is Euler, 1.5 of second order for equal steps.");

    static OptionSpec options() {
        return GAMMA;
    }

    Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        double gamma = context.options().number(GAMMA.name());
        @Nullable Latent previous = null;
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Denoised at = denoiser.denoise(x, sigma);
            Latent estimate = cfgPp ? at.uncond().orElse(at.denoised()) : at.denoised();
            Latent slope = Latent.sum(1 / sigma, x, -1 / sigma, estimate);
            double extrapolated = previous == null ? 0 : (gamma - 1) * (next - sigma);
            if (next == 0) {
                x = at.denoised();
            } else {
                x = new Terms()
                        .add(1, cfgPp ? at.denoised() : x)
                        .add((cfgPp ? next : next - sigma) + extrapolated, slope)
                        .add(-extrapolated, previous)
                        .sum();
            }
            context.step(i, sigma, next, x, at.denoised());
            previous = slope;
        }
        return x;
    }
}
