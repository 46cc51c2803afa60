package dev.darkroom.host.cli;

import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.Darkroom;
import dev.darkroom.host.precision.ConversionSettings;
import dev.darkroom.host.precision.PrecisionReport;
import dev.darkroom.host.precision.Prompts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Every variant of a model beside FP32, or beside the most exact that its folder holds. */
final class PrecisionBenchmark {

    private final Console console;
    private final Darkroom darkroom;

    PrecisionBenchmark(Console console, Darkroom darkroom) {
        this.console = console;
        this.darkroom = darkroom;
    }

    void run(Optional<String> model, int pictures, Cancellation cancellation) {
        ModelCard card = darkroom.models().find(model);
        GenerateOptions options = new GenerateOptions();
        options.prompt = List.of("");
        options.seed = 0L;
        options.model = card.folder().toString();
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
        List<Precision> held = card.precisions().stream().sorted().toList();
        Precision reference = held.get(0);
        if (held.size() == 1 && reference == Precision.FP32) {
            console.note(
                    "model " + card.id() + " has no variants to compare: darkroom convert " + card.id() + " --to int8");
        } else if (held.size() == 1) {
            PrecisionTable.alone(measure(settings, reference, reference, cancellation))
                    .forEach(console::line);
        }
        held.stream()
                .skip(1)
                .map(precision -> measure(settings, reference, precision, cancellation))
                .forEach(report -> PrecisionTable.of(report).forEach(console::line));
    }

    private PrecisionReport measure(
            ConversionSettings settings, Precision reference, Precision precision, Cancellation cancellation) {
        return darkroom.conversions().measure(settings, reference, precision, console::hint, cancellation);
    }
}
