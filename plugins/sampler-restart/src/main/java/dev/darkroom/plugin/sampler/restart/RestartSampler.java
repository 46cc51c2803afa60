package dev.darkroom.plugin.sampler.restart;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import java.util.List;
import org.pf4j.Extension;

/**
 * Xu et al. 2023, <i>Restart Sampling for Improving Generative Processes</i>, Algorithm 1: Heun steps that, once below an
 * interval of levels, go back up by fresh noise and down again.
 *
 * <p>Two evaluations a step, one for a step to 0; one draw of noise a restart. Below 20 steps {@code auto} makes no restart:
 * Heun of order 2. From 20 steps on it restarts and spreads the levels anew as A1111 does, at the same number of steps.
 */
@Extension
public final class RestartSampler implements Sampler {

    private static final String RESTARTS = "restart_list";
    private static final String NOISE = "s_noise";
    private static final String AUTO = "auto";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "restart", "Restart", "Heun that goes back up by fresh noise and down again; from 20 steps on.")
            .alias("k_restart", "restart_sampler", "sample_restart")
            .from("Xu et al. 2023, arXiv:2306.14878, Algorithm 1")
            .option(
                    OptionSpec.text(
                            RESTARTS,
                            AUTO,
                            "auto, none or MIN:LEVELS:TIMES:MAX as in 0.1:10:1:2, several with semicolons between."),
                    OptionSpec.number(NOISE, 1, 0, 100, "Factor of the added noise."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public void check(Setting setting) {
        boolean auto = isAuto(setting.options());
        if (!auto) {
            Restart.parse(setting.options().text(RESTARTS));
        } else if (setting.process().isFlow()) {
            throw new InvalidRequestException(
                    "restart: expected restart_list with levels below 1 for a rectified flow, found " + AUTO
                            + ", whose levels 0.1 and 2 are meant for other models");
        }
    }

    @Override
    public Workload workload(SigmaSchedule sigmas, Options options) {
        List<Route.Step> steps = route(sigmas, options).steps();
        int toZero = (int) steps.stream().filter(step -> step.next() == 0).count();
        return Workload.of(steps.size(), 2 * steps.size() - toZero);
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        double noise = context.options().number(NOISE);
        DiffusionProcess process = context.process();
        List<Route.Step> steps = route(sigmas, context.options()).steps();
        double reached = sigmas.at(0);
        for (int i = 0; i < steps.size(); i++) {
            double sigma = steps.get(i).sigma();
            double next = steps.get(i).next();
            if (sigma > reached) {
                double keep = process.signal(sigma) / process.signal(reached);
                double up = Math.sqrt(sigma * sigma - keep * keep * reached * reached);
                x = Latent.sum(keep, x, noise * up, context.noise(reached, sigma));
            }
            Latent denoised = denoiser.denoise(x, sigma).denoised();
            Latent euler = Latent.sum(next / sigma, x, 1 - next / sigma, denoised);
            if (next == 0) {
                x = euler;
            } else {
                Latent corrected = denoiser.denoise(euler, next).denoised();
                // x + (next - sigma) (d + d') / 2 for the slopes d of the state and d' of the Euler step, in terms of
                // estimates.
                double weight = sigma / (2 * next);
                double gain = 1 - next / sigma;
                x = Latent.sum(next / sigma, x, gain * (1 - weight), denoised, gain * weight, corrected);
            }
            context.step(i, sigma, next, x, denoised);
            reached = next;
        }
        return x;
    }

    private static Route route(SigmaSchedule sigmas, Options options) {
        return isAuto(options)
                ? Route.automatic(sigmas)
                : Route.of(sigmas.toArray(), Restart.parse(options.text(RESTARTS)));
    }

    private static boolean isAuto(Options options) {
        return options.text(RESTARTS).trim().equalsIgnoreCase(AUTO);
    }
}
