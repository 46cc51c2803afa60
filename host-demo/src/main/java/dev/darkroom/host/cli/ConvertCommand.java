package dev.darkroom.host.cli;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Weights;
import dev.darkroom.host.Darkroom;
import dev.darkroom.host.precision.ConversionSettings;
import dev.darkroom.host.precision.PrecisionReport;
import dev.darkroom.host.precision.Prompts;
import dev.darkroom.host.precision.ReportFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes a variant of a model in another precision, and measures what it costs.")
final class ConvertCommand implements Callable<Integer> {

    private final Console console;
    private final Opener opener;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "Model, or path of a model folder.")
    @Nullable
    private String model;

    @Option(names = "--to", required = true, paramLabel = "NAME", description = "Converter: fp16, int8, or a plugin's.")
    private String converter = "";

    @Option(names = "--option", paramLabel = "K=V", description = "An option of the converter, as in ranges=entropy.")
    private Map<String, String> converterOptions = new LinkedHashMap<>();

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Make a full model folder; without it the variant goes beside the original.")
    @Nullable
    private Path folder;

    @Option(
            names = "--prompts",
            paramLabel = "FILE",
            description = "What to calibrate with and compare, a prompt a line.")
    @Nullable
    private Path prompts;

    @Option(names = "--calls", paramLabel = "N", description = "Network calls to calibrate on. Default: 64")
    private int calls = 64;

    @Option(names = "--pictures", paramLabel = "N", description = "Pictures to compare. Default: 8")
    private int pictures = 8;

    @Option(
            names = "--min-psnr",
            paramLabel = "DB",
            description = "What the pictures must reach; 35 for fp16, 22 for int8.")
    @Nullable
    private Double leastPsnr;

    @Option(names = "--force", description = "Put the variant in place even if it fails.")
    private boolean force;

    @Option(
            names = "--save-calls",
            paramLabel = "FOLDER",
            description = "Write what the network was fed as NumPy arrays, to calibrate other tools with.")
    @Nullable
    private Path saveCalls;

    @Option(names = "--json", description = "Print the report as one JSON object.")
    private boolean json;

    @Option(names = "--steps", paramLabel = "N", description = "Sampling steps.")
    private @Nullable Integer steps;

    @Option(names = "--cfg-scale", paramLabel = "X", description = "Guidance scale.")
    private @Nullable Double cfgScale;

    @Option(names = "--sampler", paramLabel = "NAME", description = "Sampler.")
    private @Nullable String sampler;

    @Option(names = "--schedule", paramLabel = "NAME", description = "Noise schedule.")
    private @Nullable String schedule;

    @Option(names = "--width", paramLabel = "PX", description = "Width; the model's own if absent.")
    private @Nullable Integer width;

    @Option(names = "--height", paramLabel = "PX", description = "Height; the model's own if absent.")
    private @Nullable Integer height;

    @Option(names = "--weights", paramLabel = "ema|raw", description = "Averaged or last weights.")
    private Weights weights = Weights.EMA;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of a model call.")
    private @Nullable Integer threads;

    @Option(names = "--device", paramLabel = "NAME", description = "auto, cpu or cuda[:N].")
    private String device = "auto";

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    ConvertCommand(Console console, Opener opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        if (threads != null && threads < 1) {
            throw new InvalidRequestException("--threads: expected 1 or more, found " + threads);
        }
        return opener.with(
                installation.settings().withEngine(device, Optional.ofNullable(threads)),
                darkroom -> Interrupt.stops(console, "stopped; nothing was changed", cancellation -> {
                    PrecisionReport report =
                            darkroom.conversions().convert(settings(darkroom), this::progress, cancellation);
                    tell(report);
                    return report.passed() || force ? Cli.OK : Cli.FOUND;
                }));
    }

    private ConversionSettings settings(Darkroom darkroom) {
        GenerateOptions options = new GenerateOptions();
        options.prompt = List.of("");
        options.model = model;
        options.steps = steps;
        options.cfgScale = cfgScale;
        options.sampler = sampler;
        options.schedule = schedule;
        options.width = width;
        options.height = height;
        options.weights = weights;
        options.precision = PrecisionChoice.FP32;
        options.seed = 0L;
        ModelCard card = darkroom.models().find(Optional.ofNullable(model));
        List<String> drawn = prompts == null ? Prompts.defaults() : Prompts.read(prompts);
        return new ConversionSettings(
                new Requests(options, card, darkroom.plugins())
                        .request(InspectionSettings.ALL).toBuilder()
                                .model(card.folder().toString())
                                .build(),
                converter,
                converterOptions,
                drawn,
                calls,
                pictures,
                leastPsnr == null ? OptionalDouble.empty() : OptionalDouble.of(leastPsnr),
                force,
                Optional.ofNullable(saveCalls),
                Optional.ofNullable(folder).map(path -> path.toAbsolutePath().normalize()));
    }

    private void progress(String line) {
        if (console.interactive()) {
            console.err().print("\r\033[K" + line);
        } else if (!line.contains(" call ") && !line.contains("sensitivity")) {
            console.hint(line);
        }
    }

    private void tell(PrecisionReport report) {
        if (console.interactive()) {
            console.err().print("\r\033[K");
        }
        if (json) {
            console.line(ReportFile.line(report));
        } else {
            PrecisionTable.of(report).forEach(console::line);
        }
        if (!report.passed() && !force) {
            console.error(report.model() + " in " + report.precision() + " fails and was not kept; --force keeps it,"
                    + " --option sensitivity=always or another --option may help");
        }
    }
}
