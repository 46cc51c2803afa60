package dev.darkroom.plugin.guidance.dynthres;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.GuidanceInterval;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * mcmonkey's dynamic thresholding ("CFG scale fix") for A1111 and ComfyUI, after the thresholding of Saharia et al. 2022,
 * section 2.3: the estimate guided by the CFG scale is squeezed, about the mean of each channel, into the spread it would
 * have under a lower scale, the mimic scale. Both scales may change over the run. Works on x0, as the program does.
 *
 * <p>Progress is counted in steps, as in A1111, or in training timesteps, as the ComfyUI node does. Without separate
 * channels the program measures over the whole batch; here over each picture. The program's experimental modes are left
 * out.
 */
@Extension
public final class DynamicThresholdingGuidance implements Guidance {

    private static final OptionSpec MIMIC =
            OptionSpec.number("mimic_scale", 7, 0, 100, "The CFG scale whose spread is imitated.");
    private static final OptionSpec PERCENTILE = OptionSpec.number(
            "threshold_percentile", 1, 0, 1, "The quantile of the guided values that counts as their spread (AD).");
    private static final OptionSpec MIMIC_MODE =
            OptionSpec.choice("mimic_mode", "Constant", ScaleMode.labels(), "How the mimic scale goes over the run.");
    private static final OptionSpec MIMIC_MIN =
            OptionSpec.number("mimic_scale_min", 0, 0, 100, "The lowest mimic scale.");
    private static final OptionSpec CFG_MODE =
            OptionSpec.choice("cfg_mode", "Constant", ScaleMode.labels(), "How the CFG scale goes over the run.");
    private static final OptionSpec CFG_MIN = OptionSpec.number("cfg_scale_min", 0, 0, 100, "The lowest CFG scale.");
    private static final OptionSpec PARAMETER =
            OptionSpec.number("sched_val", 4, 0, 100, "The exponent of the power modes, the count of the repeating.");
    private static final OptionSpec SEPARATE =
            OptionSpec.flag("separate_feature_channels", true, "Measure each channel by itself.");
    private static final OptionSpec START =
            OptionSpec.choice("scaling_startpoint", "MEAN", List.of("MEAN", "ZERO"), "Squeeze about the mean or 0.");
    private static final OptionSpec MEASURE = OptionSpec.choice(
            "variability_measure", "AD", List.of("AD", "STD"), "Spread as largest distance or standard deviation.");
    private static final OptionSpec PHI =
            OptionSpec.number("interpolate_phi", 1, 0, 1, "How much of the result is squeezed; 0 is plain CFG.");
    private static final OptionSpec PROGRESS = OptionSpec.choice(
            "progress",
            "steps",
            List.of("steps", "timesteps"),
            "What the modes count: steps, or timesteps as ComfyUI.");

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "dynamic-thresholding",
                    "Dynamic thresholding",
                    "Classifier-free guidance at high scales with the spread of a lower one.")
            .alias("dynthres", "CFG scale fix")
            .alias("DynamicThresholdingFull", Map.of("progress", "timesteps"))
            .alias("DynamicThresholdingSimple", Map.of("progress", "timesteps", "separate_feature_channels", "false"))
            .option(MIMIC, PERCENTILE, MIMIC_MODE, MIMIC_MIN, CFG_MODE, CFG_MIN, PARAMETER)
            .option(SEPARATE, START, MEASURE, PHI, PROGRESS)
            .option(GuidanceInterval.options())
            .from("mcmonkeyprojects/sd-dynamic-thresholding; Saharia et al. 2022, arXiv:2205.11487, section 2.3");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Guide start(Settings settings) {
        return new ThresholdingGuide(settings);
    }

    private static final class ThresholdingGuide implements Guide {

        private final Settings settings;
        private final Options options;
        private final GuidanceInterval interval;
        private final boolean separate;
        private final boolean std;
        private final boolean fromZero;
        private final double phi;

        ThresholdingGuide(Settings settings) {
            this.settings = settings;
            options = settings.options();
            interval = GuidanceInterval.of(options);
            separate = options.flag(SEPARATE.name());
            std = options.text(MEASURE.name()).equals("STD");
            fromZero = options.text(START.name()).equals("ZERO");
            phi = options.number(PHI.name());
        }

        @Override
        public boolean needsUnconditional(double sigma) {
            return interval.guides(settings, sigma);
        }

        @Override
        public Latent guide(Latent x, double sigma, Latent cond, Latent uncond) {
            double mimic = scale(MIMIC_MODE, options.number(MIMIC.name()), MIMIC_MIN, sigma);
            double cfg = scale(CFG_MODE, settings.scale(), CFG_MIN, sigma);
            return Latent.batch(x.shape().n(), k -> picture(cond.image(k), uncond.image(k), mimic, cfg));
        }

        private double scale(OptionSpec mode, double scale, OptionSpec min, double sigma) {
            return ScaleMode.of(options.text(mode.name()))
                    .scale(scale, options.number(min.name()), progress(sigma), options.number(PARAMETER.name()));
        }

        private double progress(double sigma) {
            if (options.text(PROGRESS.name()).equals("timesteps")) {
                // ComfyUI: the nearest trained timestep, counted down from 999, over 998.
                double last = settings.process().timesteps() - 1;
                return (last - Math.rint(settings.process().timestep(sigma))) / (last - 1);
            }
            int steps = settings.sigmas().steps();
            return steps == 1 ? 0 : settings.sigmas().stepAt(sigma) / (steps - 1.0);
        }

        private Latent picture(Latent cond, Latent uncond, double mimicScale, double cfgScale) {
            Shape shape = cond.shape();
            int size = shape.h() * shape.w();
            double[][] mimic = new double[shape.c()][];
            double[][] guided = new double[shape.c()][];
            double[] means = new double[shape.c()];
            for (int c = 0; c < shape.c(); c++) {
                mimic[c] = mix(cond, uncond, c * size, size, mimicScale);
                guided[c] = mix(cond, uncond, c * size, size, cfgScale);
                centre(mimic[c]);
                means[c] = centre(guided[c]);
            }
            float[] out = new float[shape.elements()];
            for (int c = 0; c < shape.c(); c++) {
                double wanted = spread(separate ? mimic[c] : join(mimic), 1);
                double found = spread(separate ? guided[c] : join(guided), options.number(PERCENTILE.name()));
                for (int i = 0; i < size; i++) {
                    double plain = guided[c][i] + means[c];
                    double squeezed = squeeze(guided[c][i], means[c], wanted, found);
                    out[c * size + i] = (float) (phi * squeezed + (1 - phi) * plain);
                }
            }
            return Latent.of(shape, out);
        }

        private double squeeze(double centred, double mean, double wanted, double found) {
            if (fromZero) {
                return found > 0 ? (centred + mean) * wanted / found : centred + mean;
            }
            double limit = std ? found : Math.max(wanted, found);
            if (limit == 0) {
                return mean;
            }
            double kept = std ? centred : Math.min(Math.max(centred, -limit), limit);
            return kept / limit * wanted + mean;
        }

        private double spread(double[] values, double percentile) {
            return std ? Spread.std(values) : Spread.quantile(values, percentile);
        }

        private static double[] mix(Latent cond, Latent uncond, int from, int size, double scale) {
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                double u = uncond.at(from + i);
                values[i] = u + scale * (cond.at(from + i) - u);
            }
            return values;
        }

        /** Takes the mean off the values and returns it. */
        private static double centre(double[] values) {
            double mean = Arrays.stream(values).sum() / values.length;
            for (int i = 0; i < values.length; i++) {
                values[i] -= mean;
            }
            return mean;
        }

        private static double[] join(double[][] channels) {
            return Arrays.stream(channels).flatMapToDouble(Arrays::stream).toArray();
        }
    }
}
