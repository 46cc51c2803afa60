package dev.darkroom.host.cli;

import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.Darkroom;
import dev.darkroom.host.DarkroomSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures on this machine what the README says of speed and memory. */
@Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures start, seconds a picture, the host's share and the growth of memory.")
final class BenchmarkCommand implements Callable<Integer> {

    private static final int WARM_UP = 10;

    private final Console console;
    private final Function<DarkroomSettings, Darkroom> opener;

    @Option(names = "--pictures", paramLabel = "N", description = "Pictures made in one process. Default: 200")
    private int pictures = 200;

    @Option(names = "--starts", paramLabel = "N", description = "Cold starts measured. Default: 5")
    private int starts = 5;

    @Option(names = "--steps", paramLabel = "N", description = "Sampling steps. Default: 20")
    private int steps = 20;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of a model call; 0 for one a core.")
    private int threads;

    @Option(
            names = "--python",
            paramLabel = "FILE",
            description = "A Python with onnxruntime, tokenizers and numpy: a plain script is timed beside.")
    @Nullable
    private Path python;

    @Option(names = "--model", paramLabel = "NAME", description = "Model, with --precision.")
    @Nullable
    private String model;

    @Option(
            names = "--precision",
            description = "Compare the model's variants with FP32 at the same seeds, and nothing else.")
    private boolean precision;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    BenchmarkCommand(Console console, Function<DarkroomSettings, Darkroom> opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DarkroomSettings settings =
                installation.settings().withEngine("auto", threads > 0 ? Optional.of(threads) : Optional.empty());
        if (precision) {
            try (Darkroom darkroom = opener.apply(settings)) {
                new PrecisionBenchmark(console, darkroom).run(Optional.ofNullable(model), Math.min(pictures, 8));
            }
            return Cli.OK;
        }
        processes(settings);
        try (Darkroom darkroom = opener.apply(settings)) {
            ModelCard model = darkroom.models().find(Optional.empty());
            run(darkroom, model, InspectionSettings.ALL, "inspected");
            run(darkroom, model, InspectionSettings.NONE, "not inspected");
        }
        return Cli.OK;
    }

    private void processes(DarkroomSettings settings) throws IOException, InterruptedException {
        ProcessBenchmark processes =
                new ProcessBenchmark(console, Files.createTempDirectory("darkroom-benchmark"), steps, threads);
        try {
            Map<String, List<String>> cold = new LinkedHashMap<>();
            cold.put("Darkroom", processes.darkroom(settings.distribution()));
            if (python == null) {
                processes.coldStarts(cold, starts);
                return;
            }
            Path model;
            // Closed again before anything is measured.
            try (Darkroom darkroom = opener.apply(settings)) {
                model = darkroom.models().find(Optional.empty()).folder();
            }
            cold.put("Python", processes.python(python, model, 1));
            processes.coldStarts(cold, starts);
            processes.furtherPictures(processes.python(python, model, pictures));
        } finally {
            processes.close();
        }
    }

    private void run(Darkroom darkroom, ModelCard model, InspectionSettings inspection, String how) throws IOException {
        double[] seconds = new double[pictures];
        double engine = 0;
        double wall = 0;
        long early = 0;
        for (int i = 0; i < pictures; i++) {
            double engineBefore = darkroom.engineSeconds();
            long began = System.nanoTime();
            darkroom.generation()
                    .generate(
                            GenerationRequest.of("a smiling cat")
                                    .model(model.id())
                                    .steps(steps)
                                    .cfgScale(4)
                                    .seed(i)
                                    .inspection(inspection)
                                    .build(),
                            GenerationObserver.NONE,
                            new Cancellation());
            seconds[i] = (System.nanoTime() - began) / 1e9;
            if (i >= WARM_UP) {
                wall += seconds[i];
                engine += darkroom.engineSeconds() - engineBefore;
            }
            if (i == WARM_UP - 1) {
                early = ProcessMemory.now();
            }
        }
        long late = ProcessMemory.now();
        Arrays.sort(seconds);
        console.line(String.format(
                Locale.ROOT,
                "each further picture, %d steps, %s: median %.3f s; host overhead beyond the engine %.1f %%",
                steps,
                how,
                seconds[pictures / 2],
                wall > 0 ? 100 * (wall - engine) / wall : 0));
        if (early > 0 && pictures > WARM_UP) {
            console.line(String.format(
                    Locale.ROOT,
                    "resident memory after picture %d: %.0f MiB, after picture %d: %.0f MiB (%+.1f %%)",
                    WARM_UP,
                    early / 1048576.0,
                    pictures,
                    late / 1048576.0,
                    100.0 * (late - early) / early));
        }
    }
}
