package dev.darkroom.plugin.guidance.cfg;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.EstimateSpace;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.GuidanceInterval;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Fan, Zheng, Yeh and Liu 2025, <i>CFG-Zero*: Improved Classifier-Free Guidance for Flow Matching Models</i>, algorithm 1.
 * The unconditional velocity u is scaled by {@code a = <cond, u> / |u|^2} (equation 10), which brings it nearest to the
 * conditional one, picture by picture; and the first steps move nothing (zero-init, section 4.2).
 *
 * <p>diffusers does so with what the network returns, be it velocity, noise or v: {@code a u + scale (cond - a u)}. ComfyUI
 * measures a on {@code x - x0}, then scales the unconditional x0 by it, and has no zero-init. Where guidance is off - at a
 * scale of 1, outside its interval - there is no zero-init either.
 */
@Extension
public final class ZeroStarGuidance implements Guidance {

    private static final OptionSpec FORM = OptionSpec.choice(
            "form", "diffusers", List.of("diffusers", "comfy"), "What is scaled: the prediction, or x0.");
    private static final OptionSpec ZERO_INIT =
            OptionSpec.integer("zero_init_steps", 1, 0, 1000, "How many steps at the start move nothing.");

    private static final double EPSILON = 1e-8;

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "cfg-zero-star",
                    "CFG-Zero*",
                    "Classifier-free guidance with the best scale of the unconditional part.")
            .alias("ClassifierFreeZeroStarGuidance", Map.of("form", "diffusers", "zero_init_steps", "1"))
            .alias("CFGZeroStar", Map.of("form", "comfy", "zero_init_steps", "0"))
            .option(FORM, ZERO_INIT)
            .option(GuidanceInterval.options())
            .from("Fan et al. 2025, arXiv:2503.18886, algorithm 1");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Guide start(Settings settings) {
        return new ZeroStarGuide(
                settings,
                GuidanceInterval.of(settings.options()),
                settings.options().text(FORM.name()).equals("comfy"),
                settings.options().integer(ZERO_INIT.name()));
    }

    private record ZeroStarGuide(Settings settings, GuidanceInterval interval, boolean onX0, int zeroInitSteps)
            implements Guide {

        @Override
        public boolean needsUnconditional(double sigma) {
            return interval.guides(settings, sigma);
        }

        @Override
        public Latent guide(Latent x, double sigma, Latent cond, Latent uncond) {
            EstimateSpace space = onX0 ? EstimateSpace.NOISE : EstimateSpace.PREDICTION;
            if (settings.sigmas().stepAt(sigma) < zeroInitSteps) {
                return x.times(space.offset(settings.process(), sigma));
            }
            return Latent.batch(x.shape().n(), k -> picture(space, x.image(k), sigma, cond.image(k), uncond.image(k)));
        }

        private Latent picture(EstimateSpace space, Latent x, double sigma, Latent cond, Latent uncond) {
            Latent c = space.direction(settings.process(), x, sigma, cond);
            Latent u = space.direction(settings.process(), x, sigma, uncond);
            double a = c.dot(u) / (u.dot(u) + EPSILON);
            double w = settings.scale();
            double offset = onX0 ? 0 : space.offset(settings.process(), sigma);
            return Latent.sum(w, cond, (1 - w) * a, uncond, (1 - w) * (1 - a) * offset, x);
        }
    }
}
