package dev.darkroom.plugin.sampler.ddim;

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
import java.util.Map;
import org.pf4j.Extension;

/**
 * Song et al. 2021, <i>Denoising Diffusion Implicit Models</i>, equation 12 with the variance of equation 16, written for
 * the state {@code x = s x0 + sigma n} of {@link DiffusionProcess}.
 *
 * <p>Order 1, one evaluation a step. {@code eta} 0 draws no noise; above, one draw a step that does not end at 0, and 1 is ancestral sampling
 * (DDPM). Follows {@link SigmaSchedule#target}: where a step does not end at the level of the next evaluation, the model
 * sees the variance-preserving state unchanged at that other level, as diffusers' {@code DDIMScheduler} does.
 */
@Extension
public final class DdimSampler implements Sampler {

    private static final String ETA = "eta";
    private static final String USE_CLIPPED = "use_clipped_model_output";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "ddim", "DDIM", "The classic first-order sampler; eta adds fresh noise.")
            .alias("k_ddim", "sample_ddim", "DDIMScheduler")
            // The class without a configuration, as reference data call it: for pixels, where 1 is the limit.
            .alias("schedulers.scheduling_ddim.DDIMScheduler", Map.of("clip_sample", "true"))
            .from("Song et al. 2021, arXiv:2010.02502, equations 12 and 16")
            .option(OptionSpec.number(ETA, 0, 0, 1, "Share of fresh noise: 0 none, 1 as much as DDPM."))
            .option(EstimateLimit.options())
            .option(OptionSpec.flag(
                    USE_CLIPPED, false, "Derive the noise estimate from the clipped x0 rather than the model's own."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        DiffusionProcess process = context.process();
        EstimateLimit limit = EstimateLimit.of(options);
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.target(i);
            double signal = process.signal(sigma);
            double nextSignal = process.signal(next);
            Latent estimate = denoiser.denoise(x, sigma).denoised();
            Latent x0 = limit.apply(estimate);
            Latent source = options.flag(USE_CLIPPED) ? x0 : estimate;

            double levels = next * signal / (nextSignal * sigma);
            double fresh = options.number(ETA) * Math.sqrt(Math.max(0, 1 - levels * levels));
            // The factor of x in the noise that is kept, (x - s x0) / sigma.
            double kept = next * Math.sqrt(1 - fresh * fresh) / sigma;
            double up = next * fresh;
            x = up > 0
                    ? Latent.sum(nextSignal, x0, kept, x, -kept * signal, source, up, context.noise(sigma, next))
                    : Latent.sum(nextSignal, x0, kept, x, -kept * signal, source);
            context.step(i, sigma, next, x, x0);
            x = relabel(x, process, next, sigmas.at(i + 1));
        }
        return x;
    }

    /** Returns the state that the model sees as the same numbers at another level. */
    private static Latent relabel(Latent x, DiffusionProcess process, double from, double to) {
        return from == to ? x : x.times(process.inputScale(from) / process.inputScale(to));
    }
}
