package dev.darkroom.plugin.sampler.ddpm;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.EstimateLimit;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Ho et al. 2020, <i>Denoising Diffusion Probabilistic Models</i>, Algorithm 2 with the posterior of equations 6 and 7, whose
 * steps may span any number of timesteps; written for the state {@code x = s x0 + sigma n} of {@link DiffusionProcess}.
 *
 * <p>The stochastic differential equation to first order; one evaluation a step, and one draw of noise a step but for one
 * that ends at 0.
 */
@Extension
public final class DdpmSampler implements Sampler {

    private static final String VARIANCE = "variance_type";
    private static final String FLOOR = "variance_floor";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "ddpm", "DDPM", "The first sampler of diffusion models: much noise, many steps.")
            .alias("sample_ddpm")
            .alias("DDPMScheduler", Map.of(FLOOR, "1e-20"))
            // The class without a configuration, as reference data call it: for pixels, where 1 is the limit.
            .alias("schedulers.scheduling_ddpm.DDPMScheduler", Map.of(FLOOR, "1e-20", "clip_sample", "true"))
            .from("Ho et al. 2020, arXiv:2006.11239, Algorithm 2")
            .option(
                    OptionSpec.choice(
                            VARIANCE,
                            "fixed_small",
                            List.of("fixed_small", "fixed_small_log", "fixed_large", "fixed_large_log"),
                            "Variance of the noise: small is the posterior's, large is beta; _log makes no difference."),
                    OptionSpec.number(
                            FLOOR,
                            0,
                            0,
                            1,
                            "The least variance of a step that begins above timestep 0; 1e-20 in diffusers."))
            .option(EstimateLimit.options());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        DiffusionProcess process = context.process();
        EstimateLimit limit = EstimateLimit.of(context.options());
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            double signal = process.signal(sigma);
            double nextSignal = process.signal(next);
            Latent denoised = limit.apply(denoiser.denoise(x, sigma).denoised());
            // Of the variances of the noise, each for a signal of 1; then the mean of equation 7.
            double ratio = square(next * signal / (nextSignal * sigma));
            double kept = square(next / sigma) * signal / nextSignal;
            double gained = nextSignal * (1 - ratio);
            double up = deviation(process, sigma, next, ratio, context.options());
            x = up > 0
                    ? Latent.sum(kept, x, gained, denoised, up, context.noise(sigma, next))
                    : Latent.sum(kept, x, gained, denoised);
            context.step(i, sigma, next, x, denoised);
        }
        return x;
    }

    /** Returns the deviation of a step's noise in the canonical space. */
    private static double deviation(
            DiffusionProcess process, double sigma, double next, double ratio, Options options) {
        // diffusers adds none from timestep 0 on.
        if (next == 0 && Math.rint(process.timestep(sigma)) == 0) {
            return 0;
        }
        double signal = process.signal(next);
        double variance = square(next) * (1 - ratio);
        if (options.text(VARIANCE).startsWith("fixed_large")) {
            variance = (1 - ratio) * (square(signal) + square(next)) / (1 + square(process.signal(sigma) / sigma));
        }
        // The floor is meant for the variance-preserving state, whose signal and noise square to 1.
        return Math.sqrt(Math.max(variance, options.number(FLOOR) * (square(signal) + square(next))));
    }

    private static double square(double x) {
        return x * x;
    }
}
