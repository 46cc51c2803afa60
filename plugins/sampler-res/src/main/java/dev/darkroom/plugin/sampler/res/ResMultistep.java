package dev.darkroom.plugin.sampler.res;

import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.AncestralStep;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.jspecify.annotations.Nullable;

/**
 * The second-order multistep solver of Zhang et al. 2023, <i>Improved Order Analysis and Design of Exponential Integrator for
 * Diffusion Models Sampling</i> (arXiv:2308.02157), with ancestral noise. First and last step are of first order.
 *
 * @param cfgPp whether the noise that a step keeps is that of the unconditional estimate, as in CFG++ (Chung et al. 2024,
 *     arXiv:2406.08070)
 */
record ResMultistep(boolean cfgPp) {

    static final String ETA = "eta";
    private static final String NOISE = "s_noise";

    static OptionSpec[] options() {
        return new OptionSpec[] {
            OptionSpec.number(ETA, 0, 0, 100, "Share of fresh noise: 0 for the ODE, 1 for ancestral steps."),
            OptionSpec.number(NOISE, 1, 0, 100, "Factor of the added noise.")
        };
    }

    Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        @Nullable Latent previous = null;
        double previousDown = 0;
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Denoised at = denoiser.denoise(x, sigma);
            Latent estimate = cfgPp ? at.uncond().orElse(at.denoised()) : at.denoised();
            // The variance-exploding form for flows too, as in ComfyUI.
            AncestralStep step = AncestralStep.exploding(sigma, next, options.number(ETA));
            double kept = step.down() / sigma;
            boolean first = previous == null || step.down() == 0;
            double slope = 0;
            if (!first && previousDown < sigmas.at(i - 1)) {
                // h phi_2(-h) times the change of the estimate by log sigma over the last step.
                double h = -Math.log(kept);
                slope = (h - (1 - kept)) / Math.log(sigmas.at(i - 1) / previousDown);
            }
            double guided = !cfgPp ? 0 : first ? 1 : kept;
            Terms terms = new Terms()
                    .add(kept, x)
                    .add(guided, at.denoised())
                    .add(1 - kept - guided + slope, estimate)
                    .add(-slope, previous);
            double noise = step.up() * options.number(NOISE);
            if (noise > 0) {
                terms.add(noise, context.noise(sigma, next));
            }
            x = terms.sum();
            context.step(i, sigma, next, x, at.denoised());
            previous = estimate;
            previousDown = step.down();
        }
        return x;
    }
}
