package dev.darkroom.plugin.precision.int8;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.precision.Conversion;
import dev.darkroom.api.precision.ConversionTask;
import dev.darkroom.api.precision.PrecisionConverter;
import java.util.List;
import org.pf4j.Extension;

/**
 * Quantises the network, which is where the time goes; text encoder and autoencoder stay in FP32. How ranges are chosen and
 * whether smoothing helps is measured on calls that calibration did not see. If the pictures then miss the target, the layers
 * that hurt most go back to float, one, two, four, ... at a time.
 */
@Extension
public final class Int8Converter implements PrecisionConverter {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "int8", "INT8", "Static quantisation of the network: U8 activations, S8 weights, QDQ.")
            .alias("qdq", "w8a8")
            .option(
                    OptionSpec.choice(
                            "ranges",
                            "auto",
                            List.of("auto", "minmax", "percentile", "entropy"),
                            "How ranges are chosen; auto measures."),
                    OptionSpec.number(
                            "percentile", 99.99, 90, 100, "The share of values that ranges=percentile keeps."),
                    OptionSpec.choice(
                            "smooth",
                            "auto",
                            List.of("auto", "on", "off"),
                            "SmoothQuant; auto uses it where it helps."),
                    OptionSpec.number(
                            "alpha", 0.5, 0, 1, "How much of the difficulty SmoothQuant moves to the weights."),
                    OptionSpec.choice(
                            "sensitivity",
                            "auto",
                            List.of("auto", "always", "off"),
                            "Whether each layer is measured by itself; auto does if the pictures miss the target."))
            .from("https://arxiv.org/abs/1712.05877");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Precision precision() {
        return Precision.INT8;
    }

    @Override
    public double leastPsnr() {
        return 22;
    }

    @Override
    public Conversion convert(ConversionTask task) {
        return new NetworkQuantisation(task).run();
    }
}
