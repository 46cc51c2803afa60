package dev.darkroom.plugin.sampler.consistency;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.EstimateLimit;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Strategic stochastic sampling: Zheng et al. 2024, <i>Trajectory Consistency Distillation</i>, Algorithm 4. Each step goes
 * down to timestep {@code floor((1 - eta) t)} of the next level's t - eta is the paper's gamma - and adds noise up to that
 * level.
 *
 * <p>One evaluation a step; one draw of noise a step but the last, none where {@code eta} is 0. diffusers ends at the level
 * of timestep 0, not at 0: with {@code final_timestep_zero} so does a schedule that ends at 0 here.
 */
@Extension
public final class TcdSampler implements Sampler {

    private static final String ETA = "eta";
    private static final String FINAL = "final_timestep_zero";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "tcd",
                    "TCD",
                    "For models distilled by TCD: 4 to 8 steps, guidance 1; eta trades detail for smoothness.")
            .alias("TCDScheduler", Map.of(FINAL, "true"))
            .from("Zheng et al. 2024, arXiv:2402.19159, Algorithm 4")
            .option(
                    OptionSpec.number(ETA, 0.3, 0, 1, "Share of fresh noise, the paper's gamma: 0 none, 1 as in LCM."),
                    OptionSpec.flag(
                            FINAL, false, "End at the level of timestep 0, as diffusers does, where 0 is asked for."),
                    Distilled.OPTION)
            .option(withoutEffect());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public void check(Setting setting) {
        Distilled.check(INFO.id(), setting);
        if (setting.process().isFlow()) {
            throw new InvalidRequestException(
                    "tcd: expected a model with discrete timesteps, found a rectified flow; choose lcm");
        }
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        double eta = context.options().number(ETA);
        DiffusionProcess process = context.process();
        double end = context.options().flag(FINAL) ? process.sigmaMin() : 0;
        int last = sigmas.steps() - 1;
        for (int i = 0; i <= last; i++) {
            double sigma = sigmas.at(i);
            double next = i == last ? Math.max(sigmas.at(i + 1), end) : sigmas.at(i + 1);
            double down = i == last ? next : down(process, next, eta);
            double up = Math.sqrt(next * next - down * down);
            Latent denoised = denoiser.denoise(x, sigma).denoised();
            x = up > 0
                    ? Latent.sum(down / sigma, x, 1 - down / sigma, denoised, up, context.noise(sigma, next))
                    : Latent.sum(down / sigma, x, 1 - down / sigma, denoised);
            context.step(i, sigma, sigmas.at(i + 1), x, denoised);
        }
        return x;
    }

    /** Returns the level of timestep {@code floor((1 - eta) t)}, {@code next} itself where eta is 0. */
    private static double down(DiffusionProcess process, double next, double eta) {
        if (eta == 0) {
            return next;
        }
        double t = process.timestep(next);
        // The timestep of a level in the table comes back with a rounding error, which floor would make a whole step
        // of.
        double whole = Math.abs(t - Math.rint(t)) < 1e-6 ? Math.rint(t) : t;
        return Math.min(next, process.sigma(Math.floor((1 - eta) * whole)));
    }

    /** diffusers' TCDScheduler takes these arguments from configurations and makes no use of them. */
    private static OptionSpec[] withoutEffect() {
        OptionSpec scaling = OptionSpec.number("timestep_scaling", 10, 0, 1e6, "");
        return Stream.concat(Arrays.stream(EstimateLimit.options()), Stream.of(scaling))
                .map(spec -> new OptionSpec(
                        spec.name(),
                        spec.type(),
                        spec.defaultValue(),
                        spec.min(),
                        spec.max(),
                        spec.choices(),
                        "Without effect, as in diffusers' TCDScheduler."))
                .toArray(OptionSpec[]::new);
    }
}
