package com.example.midpoint;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.*;
import org.pf4j.Extension;

@Extension
public final class MidpointSampler implements Sampler {
    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("midpoint", "Midpoint", "The explicit midpoint rule, midway in log sigma.");
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i), next = sigmas.at(i + 1);
            Latent denoised = denoiser.denoise(x, sigma).denoised();
            Latent slope = x.minus(denoised).times(1 / sigma);
            if (next > 0) {
                double middle = Math.sqrt(sigma * next);
                Latent half = x.plus(middle - sigma, slope);
                slope = half.minus(denoiser.denoise(half, middle).denoised()).times(1 / middle);
            }
            x = x.plus(next - sigma, slope);
            context.step(i, sigma, next, x, denoised);
        }
        return x;
    }

    @Override
    public Workload workload(SigmaSchedule sigmas, Options options) {
        int steps = sigmas.steps();
        return Workload.of(steps, sigmas.at(steps) == 0 ? 2 * steps - 1 : 2 * steps);
    }
}
