package dev.darkroom.plugin.guidance.cfg;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.GuidanceInterval;
import org.pf4j.Extension;

/**
 * Ho and Salimans 2022, <i>Classifier-Free Diffusion Guidance</i>, equation 6, in the convention in which a scale of 1 is
 * the conditional model: {@code uncond + scale (cond - uncond)}. It is linear, so that guiding x0, the noise or v is the
 * same.
 */
@Extension
public final class CfgGuidance implements Guidance {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "cfg", "Classifier-free guidance", "Moves away from the negative prompt, by the CFG scale.")
            .alias("CFGGuider")
            .option(GuidanceInterval.options())
            .from("Ho and Salimans 2022, arXiv:2207.12598, equation 6");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Guide start(Settings settings) {
        return new LinearGuide(settings, GuidanceInterval.of(settings.options()));
    }

    private record LinearGuide(Settings settings, GuidanceInterval interval) implements Guide {

        @Override
        public boolean needsUnconditional(double sigma) {
            return interval.guides(settings, sigma);
        }

        @Override
        public Latent guide(Latent x, double sigma, Latent cond, Latent uncond) {
            return Latent.sum(1 - settings.scale(), uncond, settings.scale(), cond);
        }
    }
}
