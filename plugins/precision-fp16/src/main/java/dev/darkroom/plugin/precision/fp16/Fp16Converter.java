package dev.darkroom.plugin.precision.fp16;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.precision.Component;
import dev.darkroom.api.precision.Conversion;
import dev.darkroom.api.precision.ConversionTask;
import dev.darkroom.api.precision.PrecisionConverter;
import java.util.List;
import org.pf4j.Extension;

/** Converts every component to halves; a decoder that does not survive it stays as it is. */
@Extension
public final class Fp16Converter implements PrecisionConverter {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "fp16", "FP16", "Half precision, with FP32 operators where halves overflow.")
            .alias("half", "float16")
            .option(OptionSpec.choice(
                    "io", "fp32", List.of("fp32", "fp16"), "The type of inputs and outputs; the loader takes either."))
            .from("https://arxiv.org/abs/1710.03740");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Precision precision() {
        return Precision.FP16;
    }

    @Override
    public double leastPsnr() {
        return 35;
    }

    @Override
    public Conversion convert(ConversionTask task) {
        HalfConversion conversion = new HalfConversion(task);
        for (Component component : task.components()) {
            conversion.add(component);
        }
        return conversion.result();
    }
}
