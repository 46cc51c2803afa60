package dev.darkroom.plugin.sampler.dpmppsde;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.ExponentialWeights;
import dev.darkroom.api.sampling.LogSnr;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import java.util.List;
import org.pf4j.Extension;

/**
 * SEEDS-3 in data prediction: Gonzalez et al. 2023, <i>SEEDS: Exponential SDE Solvers for Fast High-Quality Sampling from
 * Diffusion Models</i>, Algorithm 3, as in ComfyUI. The noise of each stage stays part of the next one's.
 *
 * <p>Order 3 (without noise), three evaluations a step, one for a step to sigma 0. Three independent draws a step that does
 * not end at 0, one for each stage; none with {@code eta} 0.
 */
@Extension
public final class Seeds3Sampler implements Sampler {

    private static final String FIRST = "r_1";
    private static final String SECOND = "r_2";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "seeds_3", "SEEDS-3", "Three evaluations a step, with the noise of the reverse SDE in each.")
            .alias("sample_seeds_3")
            .from("Gonzalez et al. 2023, arXiv:2305.14267, Algorithm 3; ComfyUI")
            .option(ReverseSde.options())
            .option(
                    OptionSpec.number(FIRST, 1.0 / 3, 0.01, 1, "Where within a step the second evaluation is."),
                    OptionSpec.number(SECOND, 2.0 / 3, 0.01, 1, "Where within a step the third is, above r_1."),
                    LogSnr.flowShift());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public void check(Setting setting) {
        double first = setting.options().number(FIRST);
        double second = setting.options().number(SECOND);
        if (second <= first) {
            throw new InvalidRequestException(
                    "option r_2: expected a number above r_1 = " + first + ", found " + second);
        }
    }

    @Override
    public Workload workload(SigmaSchedule sigmas, Options options) {
        return ReverseSde.workload(sigmas, 3);
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        ReverseSde sde = ReverseSde.of(context.options());
        double r1 = context.options().number(FIRST);
        double r2 = context.options().number(SECOND);
        LogSnr snr = LogSnr.of(context.process());
        SigmaSchedule levels = ReverseSde.levels(snr, sigmas, context.options());
        for (int i = 0; i < levels.steps(); i++) {
            double sigma = levels.at(i);
            double next = levels.at(i + 1);
            Latent denoised = denoiser.denoise(x, sigma).denoised();
            if (next == 0) {
                x = denoised;
            } else if (next < sigma) {
                double from = snr.lambda(sigma);
                double h = snr.lambda(next) - from;
                double s1 = snr.sigma(from + r1 * h);
                double s2 = snr.sigma(from + r2 * h);
                StageNoise noise = new StageNoise(sde, context);

                noise.advance(sigma, s1, r1 * h);
                ExponentialWeights w = ExponentialWeights.of(snr.signal(s1), sde.z(r1 * h));
                double[] first = {s1 / sigma * sde.left(r1 * h), w.value()};
                Latent denoised2 = denoiser.denoise(noise.add(s1, first, List.of(x, denoised)), s1)
                        .denoised();

                noise.advance(s1, s2, (r2 - r1) * h);
                w = ExponentialWeights.of(snr.signal(s2), sde.z(r2 * h));
                double slope = w.slope() * r2 / r1;
                double[] second = {s2 / sigma * sde.left(r2 * h), w.value() - slope, slope};
                Latent denoised3 = denoiser.denoise(noise.add(s2, second, List.of(x, denoised, denoised2)), s2)
                        .denoised();

                noise.advance(s2, next, (1 - r2) * h);
                w = ExponentialWeights.of(snr.signal(next), sde.z(h));
                slope = w.slope() / r2;
                double[] whole = {next / sigma * sde.left(h), w.value() - slope, slope};
                x = noise.add(next, whole, List.of(x, denoised, denoised3));
            }
            context.step(i, sigmas.at(i), next, x, denoised);
        }
        return x;
    }
}
