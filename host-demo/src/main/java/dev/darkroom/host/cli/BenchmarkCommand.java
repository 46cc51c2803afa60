package dev.darkroom.host.cli;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.DarkroomSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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

    private static final double GUIDANCE = 4;

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

    @Option(names = "--model", paramLabel = "NAME", description = "Model; the first installed if absent.")
    @Nullable
    private String model;

    @Option(names = "--width", paramLabel = "PX", description = "Width; the model's own if absent.")
    @Nullable
    private Integer width;

    @Option(names = "--height", paramLabel = "PX", description = "Height; the model's own if absent.")
    @Nullable
    private Integer height;

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
        atLeast("--width", 1, width == null ? 1 : width);
        atLeast("--height", 1, height == null ? 1 : height);
        String size = width != null ? "--width" : height != null ? "--height" : "";
        if (!size.isEmpty() && (python != null || precision)) {
            throw new InvalidRequestException(
                    size + ": expected neither --python nor --precision beside it, which take the"
                            + " model's own size, found " + (precision ? "--precision" : "--python"));
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
            GenerationRequest request = request(settings);
            processes(settings, request, cancellation);
            return opener.with(settings, darkroom -> {
                PictureBenchmark pictureBenchmark = new PictureBenchmark(console, darkroom, request, pictures);
                pictureBenchmark.run(InspectionSettings.ALL, "inspected", cancellation);
                pictureBenchmark.run(InspectionSettings.NONE, "not inspected", cancellation);
                return Cli.OK;
            });
        });
    }

    private GenerationRequest request(DarkroomSettings settings) {
        GenerationRequest.Builder request =
                GenerationRequest.of("a smiling cat").steps(steps).cfgScale(GUIDANCE);
        if (model != null) {
            request.model(modelFolder(settings).toString());
        }
        if (width != null) {
            request.width(width);
        }
        if (height != null) {
            request.height(height);
        }
        return request.build();
    }

    private static void atLeast(String option, int least, int found) {
        if (found < least) {
            throw new InvalidRequestException(option + ": expected " + least + " or more, found " + found);
        }
    }

    private void processes(DarkroomSettings settings, GenerationRequest request, Cancellation cancellation)
            throws IOException, InterruptedException {
        ProcessBenchmark processes = new ProcessBenchmark(
                console, Files.createTempDirectory("darkroom-benchmark"), request, threads, cancellation);
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
            folder.set(darkroom.models().find(Optional.ofNullable(model)).folder());
            return Cli.OK;
        });
        return folder.get();
    }
}
