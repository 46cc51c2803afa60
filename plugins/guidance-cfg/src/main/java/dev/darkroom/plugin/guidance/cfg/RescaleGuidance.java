package dev.darkroom.plugin.guidance.cfg;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.EstimateSpace;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.GuidanceInterval;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Lin, Liu, Li and Yang 2024, <i>Common Diffusion Noise Schedules and Sample Steps are Flawed</i>, section 3.4, equations
 * 15 and 16: classifier-free guidance makes a prediction p spread wider than that under the prompt; {@code phi} of the
 * difference in standard deviation, picture by picture, is taken back.
 *
 * <p>Programs differ in what p is. ComfyUI's RescaleCFG takes v of every model; diffusers' {@code guidance_rescale} takes
 * what the network returns, noise or v; extensions of A1111 take x0. With the standard deviations {@code s} and {@code r =
 * phi s(cond) / s(cfg) + 1 - phi}, {@code p = r p_cfg} is {@code x0 = r x0_cfg + (1 - r) offset x}, see
 * {@link EstimateSpace}.
 */
@Extension
public final class RescaleGuidance implements Guidance {

    private static final OptionSpec PHI = OptionSpec.number(
            "phi", 0.7, 0, 1, "How much of the excess in standard deviation is taken back (ComfyUI: multiplier).");

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "rescale", "Rescaled CFG", "Classifier-free guidance that does not overexpose.")
            .alias("RescaleCFG", Map.of("space", "v"))
            .alias("guidance_rescale", Map.of("space", "prediction"))
            .option(
                    PHI,
                    EstimateSpace.option(EstimateSpace.V, EstimateSpace.V, EstimateSpace.PREDICTION, EstimateSpace.X0))
            .option(GuidanceInterval.options())
            .from("Lin et al. 2024, arXiv:2305.08891, section 3.4");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Guide start(Settings settings) {
        return new RescalingGuide(
                settings,
                GuidanceInterval.of(settings.options()),
                EstimateSpace.of(settings.options()),
                settings.options().number(PHI.name()));
    }

    private record RescalingGuide(Settings settings, GuidanceInterval interval, EstimateSpace space, double phi)
            implements Guide {

        @Override
        public boolean needsUnconditional(double sigma) {
            return interval.guides(settings, sigma);
        }

        @Override
        public Latent guide(Latent x, double sigma, Latent cond, Latent uncond) {
            return Latent.batch(x.shape().n(), k -> picture(x.image(k), sigma, cond.image(k), uncond.image(k)));
        }

        private Latent picture(Latent x, double sigma, Latent cond, Latent uncond) {
            double w = settings.scale();
            Latent cfg = Latent.sum(1 - w, uncond, w, cond);
            double narrow = space.direction(settings.process(), x, sigma, cond).std();
            double wide = space.direction(settings.process(), x, sigma, cfg).std();
            double r = wide > 0 ? phi * narrow / wide + 1 - phi : 1;
            double offset = space.offset(settings.process(), sigma);
            return Latent.sum(r * (1 - w), uncond, r * w, cond, (1 - r) * offset, x);
        }
    }
}
