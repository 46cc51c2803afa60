package dev.darkroom.plugin.sampler.cfgpp;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.AncestralStep;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;

/**
 * The steps of both samplers: towards the guided estimate, with the noise of the unconditional one, {@code x = s x0 + down n
 * + up z} with {@code n = (x - s x0_uncond) / sigma}.
 *
 * @param eta the share of fresh noise, in [0,1]
 * @param noise the factor of the fresh noise
 */
record CfgPpSteps(double eta, double noise) {

    Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            double signal = context.process().signal(sigma);
            double nextSignal = context.process().signal(next);
            Denoised at = denoiser.denoise(x, sigma);
            // Without guidance there is one estimate.
            Latent uncond = at.uncond().orElse(at.denoised());
            // A state without signal is noise alone; ComfyUI replaces all of it as soon as any is replaced.
            double share = signal == 0 && eta > 0 ? 1 : eta;
            AncestralStep step = AncestralStep.exploding(sigma / signal, next / nextSignal, share);
            double down = nextSignal * step.down() / sigma;
            double up = nextSignal * step.up() * noise;
            x = up > 0
                    ? Latent.sum(
                            nextSignal, at.denoised(), down, x, -down * signal, uncond, up, context.noise(sigma, next))
                    : Latent.sum(nextSignal, at.denoised(), down, x, -down * signal, uncond);
            context.step(i, sigma, next, x, at.denoised());
        }
        return x;
    }
}
