package dev.darkroom.plugin.guidance.cfg;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.EstimateSpace;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.GuidanceInterval;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Sadat, Hilliges and Weber 2024, <i>Eliminating Oversaturation and Artifacts of High Guidance Scales in Diffusion
 * Models</i>, algorithm 1: adaptive projected guidance. Of the difference between the two estimates, averaged over the
 * steps with a (mostly negative) momentum and limited in norm, picture by picture, the part along the conditional
 * estimate counts {@code eta} only.
 *
 * <p>With the update u so made: the paper adds {@code (scale - 1) u} to the conditional x0; ComfyUI adds {@code scale u} to
 * it; diffusers works on what the network returns and adds {@code scale u} to the unconditional one. As ComfyUI does,
 * averaging starts again when the noise level rises.
 */
@Extension
public final class ApgGuidance implements Guidance {

    private static final OptionSpec FORM = OptionSpec.choice(
            "form", "paper", List.of("paper", "comfy", "diffusers"), "Whose combination of estimate and update.");
    private static final OptionSpec ETA = OptionSpec.number(
            "eta", 0, -10, 10, "The weight of the part along the conditional estimate; 1 is plain CFG.");
    private static final OptionSpec THRESHOLD =
            OptionSpec.number("norm_threshold", 15, 0, 1e6, "The largest norm of the update; 0 is no limit.");
    private static final OptionSpec MOMENTUM =
            OptionSpec.number("momentum", -0.5, -1, 1, "The weight of the average so far; 0 is no averaging.");

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "apg", "APG", "Adaptive projected guidance: high CFG scales without oversaturation.")
            .alias(
                    "AdaptiveProjectedGuidance",
                    Map.of("form", "diffusers", "eta", "1", "norm_threshold", "15", "momentum", "0"))
            .alias("comfy_apg", Map.of("form", "comfy", "eta", "1", "norm_threshold", "5", "momentum", "0"))
            .option(FORM, ETA, THRESHOLD, MOMENTUM)
            .option(GuidanceInterval.options())
            .from("Sadat et al. 2024, arXiv:2410.02416, algorithm 1");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Guide start(Settings settings) {
        return new ProjectingGuide(settings);
    }

    private static final class ProjectingGuide implements Guide {

        private final Settings settings;
        private final GuidanceInterval interval;
        private final String form;
        private final EstimateSpace space;
        private final double eta;
        private final double threshold;
        private final double momentum;
        private @Nullable Latent average;
        private double last = Double.POSITIVE_INFINITY;

        ProjectingGuide(Settings settings) {
            this.settings = settings;
            interval = GuidanceInterval.of(settings.options());
            form = settings.options().text(FORM.name());
            space = form.equals("diffusers") ? EstimateSpace.PREDICTION : EstimateSpace.X0;
            eta = settings.options().number(ETA.name());
            threshold = settings.options().number(THRESHOLD.name());
            momentum = settings.options().number(MOMENTUM.name());
        }

        @Override
        public boolean needsUnconditional(double sigma) {
            return interval.guides(settings, sigma);
        }

        @Override
        public Latent guide(Latent x, double sigma, Latent cond, Latent uncond) {
            double scale = Math.abs(space.scale(settings.process(), sigma));
            Latent difference = average(sigma, Latent.sum(1 / scale, cond, -1 / scale, uncond));
            return Latent.batch(
                    x.shape().n(),
                    k -> picture(x.image(k), sigma, cond.image(k), uncond.image(k), difference.image(k), scale));
        }

        private Latent average(double sigma, Latent difference) {
            average = average == null || sigma > last ? difference : difference.plus(momentum, average);
            last = sigma;
            return average;
        }

        private Latent picture(Latent x, double sigma, Latent cond, Latent uncond, Latent difference, double scale) {
            double norm = Math.sqrt(difference.dot(difference));
            double limit = threshold > 0 && norm > threshold ? threshold / norm : 1;
            Latent along = space.direction(settings.process(), x, sigma, cond);
            double length = along.dot(along);
            double projection = length > 0 ? limit * difference.dot(along) / length : 0;
            double w = (form.equals("paper") ? settings.scale() - 1 : settings.scale()) * scale;
            return Latent.sum(
                    1,
                    form.equals("diffusers") ? uncond : cond,
                    w * limit,
                    difference,
                    w * (eta - 1) * projection,
                    along);
        }
    }
}
