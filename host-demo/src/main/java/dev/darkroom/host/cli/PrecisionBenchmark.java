package dev.darkroom.host.cli;

import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.Darkroom;
import dev.darkroom.host.precision.ConversionSettings;
import dev.darkroom.host.precision.Prompts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Every variant of a model beside FP32. */
final class PrecisionBenchmark {

    private final Console console;
    private final Darkroom darkroom;

    PrecisionBenchmark(Console console, Darkroom darkroom) {
        this.console = console;
        this.darkroom = darkroom;
    }

    void run(Optional<String> model, int pictures) {
        ModelCard card = darkroom.models().find(model);
        GenerateOptions options = new GenerateOptions();
        options.prompt = List.of("");
        options.seed = 0L;
        options.model = card.folder().toString();
        options.precision = PrecisionChoice.FP32;
        ConversionSettings settings = new ConversionSettings(
                new Requests(options, card, darkroom.plugins()).request(InspectionSettings.ALL),
                "",
                Map.of(),
                Prompts.defaults(),
                64,
                pictures,
                OptionalDouble.empty(),
                false,
                Optional.empty(),
                Optional.empty());
        List<Precision> variants = card.precisions().stream()
                .filter(precision -> precision != Precision.FP32)
                .sorted()
                .toList();
        if (variants.isEmpty()) {
            console.note(
                    "model " + card.id() + " has no variants to compare: darkroom convert " + card.id() + " --to int8");
        }
        for (Precision precision : variants) {
            PrecisionTable.of(darkroom.conversions().measure(settings, precision, console::hint, new Cancellation()))
                    .forEach(console::line);
        }
    }
}
