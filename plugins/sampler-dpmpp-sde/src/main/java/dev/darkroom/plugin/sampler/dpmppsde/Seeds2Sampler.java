package dev.darkroom.plugin.sampler.dpmppsde;

import dev.darkroom.api.ExtensionInfo;
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
import java.util.Map;
import org.pf4j.Extension;

/**
 * SEEDS-2 in data prediction: Gonzalez et al. 2023, <i>SEEDS: Exponential SDE Solvers for Fast High-Quality Sampling from
 * Diffusion Models</i>, Algorithm 2, as in ComfyUI. The noise of the first stage stays part of the second's.
 *
 * <p>Order 2 (without noise), two evaluations a step, one for a step to sigma 0. Two independent draws a step that does not
 * end at 0, one for each stage; none with {@code eta} 0.
 */
@Extension
public final class Seeds2Sampler implements Sampler {

    private static final String MIDDLE = "r";
    private static final String TYPE = "solver_type";

    private static final Map<String, String> HEUN =
            Map.of(ReverseSde.ETA, "0", ReverseSde.NOISE, "0", MIDDLE, "1", TYPE, "phi_2");
    private static final Map<String, String> HEUN_SDE = Map.of(MIDDLE, "1", TYPE, "phi_2");

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "seeds_2", "SEEDS-2", "Two evaluations a step, with the noise of the reverse SDE in each.")
            .alias("sample_seeds_2")
            .alias("exp_heun_2_x0", HEUN)
            .alias("sample_exp_heun_2_x0", HEUN)
            .alias("exp_heun_2_x0_sde", HEUN_SDE)
            .alias("sample_exp_heun_2_x0_sde", HEUN_SDE)
            .from("Gonzalez et al. 2023, arXiv:2305.14267, Algorithm 2; ComfyUI")
            .option(ReverseSde.options())
            .option(
                    OptionSpec.number(MIDDLE, 0.5, 0.01, 1, "Where within a step the second evaluation is."),
                    OptionSpec.choice(
                            TYPE, "phi_1", List.of("phi_1", "phi_2"), "Weight of the slope: its limit, or exact."),
                    LogSnr.flowShift());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Workload workload(SigmaSchedule sigmas, Options options) {
        return ReverseSde.workload(sigmas, 2);
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        ReverseSde sde = ReverseSde.of(context.options());
        double r = context.options().number(MIDDLE);
        boolean limit = context.options().text(TYPE).equals("phi_1");
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
                double middle = snr.sigma(from + r * h);
                StageNoise noise = new StageNoise(sde, context);
                noise.advance(sigma, middle, r * h);
                ExponentialWeights first = ExponentialWeights.of(snr.signal(middle), sde.z(r * h));
                Latent there = noise.add(
                        middle, new double[] {middle / sigma * sde.left(r * h), first.value()}, List.of(x, denoised));
                Latent second = denoiser.denoise(there, middle).denoised();
                noise.advance(middle, next, (1 - r) * h);
                ExponentialWeights whole = ExponentialWeights.of(snr.signal(next), sde.z(h));
                double slope = (limit ? whole.midpoint() : whole).slope() / r;
                x = noise.add(
                        next,
                        new double[] {next / sigma * sde.left(h), whole.value() - slope, slope},
                        List.of(x, denoised, second));
            }
            context.step(i, sigmas.at(i), next, x, denoised);
        }
        return x;
    }
}
