package dev.darkroom.host.cli;

import dev.darkroom.api.InvalidRequestException;
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
import java.util.concurrent.atomic.AtomicReference;
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
    private final Opener opener;

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

    BenchmarkCommand(Console console, Opener opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public Integer call() throws Exception {
        atLeast("--pictures", 1, pictures);
        atLeast("--starts", 1, starts);
        atLeast("--steps", 1, steps);
        atLeast("--threads", 0, threads);
        if (model != null && !precision) {
            throw new InvalidRequestException("--model: expected --precision beside it, found none");
        }
        DarkroomSettings settings =
                installation.settings().withEngine("auto", threads > 0 ? Optional.of(threads) : Optional.empty());
        return Interrupt.stops(console, "stopped", cancellation -> {
            if (precision) {
                return opener.with(settings, darkroom -> {
                    new PrecisionBenchmark(console, darkroom)
                            .run(Optional.ofNullable(model), Math.min(pictures, 8), cancellation);
                    return Cli.OK;
                });
            }
            processes(settings, cancellation);
            return opener.with(settings, darkroom -> {
                ModelCard card = darkroom.models().find(Optional.empty());
                run(darkroom, card, InspectionSettings.ALL, "inspected", cancellation);
                run(darkroom, card, InspectionSettings.NONE, "not inspected", cancellation);
                return Cli.OK;
            });
        });
    }

    private static void atLeast(String option, int least, int found) {
        if (found < least) {
            throw new InvalidRequestException(option + ": expected " + least + " or more, found " + found);
        }
    }

    private void processes(DarkroomSettings settings, Cancellation cancellation)
            throws IOException, InterruptedException {
        ProcessBenchmark processes = new ProcessBenchmark(
                console, Files.createTempDirectory("darkroom-benchmark"), steps, threads, cancellation);
        try {
            Map<String, List<String>> cold = new LinkedHashMap<>();
            cold.put("Darkroom", processes.darkroom(settings.distribution()));
            if (python == null) {
                processes.coldStarts(cold, starts);
                return;
            }
            Path folder = modelFolder(settings);
            cold.put("Python", processes.python(python, folder, 1));
            processes.coldStarts(cold, starts);
            processes.furtherPictures(processes.python(python, folder, pictures));
        } finally {
            processes.close();
        }
    }

    /** The installation is closed again before anything is measured. */
    private Path modelFolder(DarkroomSettings settings) {
        AtomicReference<Path> folder = new AtomicReference<>();
        opener.with(settings, darkroom -> {
            folder.set(darkroom.models().find(Optional.empty()).folder());
            return Cli.OK;
        });
        return folder.get();
    }

    private void run(
            Darkroom darkroom, ModelCard card, InspectionSettings inspection, String how, Cancellation cancellation)
            throws IOException {
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
                                    .model(card.id())
                                    .steps(steps)
                                    .cfgScale(4)
                                    .seed(i)
                                    .inspection(inspection)
                                    .build(),
                            GenerationObserver.NONE,
                            cancellation);
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
