package dev.darkroom.host.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.file.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Whole processes: Darkroom's and, if asked for, a plain Python script's that does the same, in turns. */
final class ProcessBenchmark {

    private static final String SCRIPT = "plain.py";
    private static final String LAUNCHER =
            System.getProperty("os.name", "").startsWith("Windows") ? "darkroom.cmd" : "darkroom";

    private final Console console;
    private final Path folder;
    private final GenerationRequest request;
    private final int threads;
    private final Cancellation cancellation;

    /**
     * Prepares measurements.
     *
     * @param folder for files in between; left empty
     * @param request what a process makes
     * @param threads threads of a model call, 0 for one a core
     * @param cancellation ends what runs
     */
    ProcessBenchmark(Console console, Path folder, GenerationRequest request, int threads, Cancellation cancellation) {
        this.console = console;
        this.folder = folder;
        this.request = request;
        this.threads = threads;
        this.cancellation = cancellation;
    }

    /** Returns the command that makes one picture with Darkroom. */
    List<String> darkroom(Path distribution) {
        List<String> command = new ArrayList<>(List.of(
                distribution.resolve("bin").resolve(LAUNCHER).toString(),
                "generate",
                request.prompt(),
                "--seed=1",
                "--quiet",
                "--steps=" + request.steps(),
                "--cfg-scale=" + request.cfgScale(),
                "--out=" + picture()));
        request.model().ifPresent(model -> command.add("--model=" + model));
        request.width().ifPresent(width -> command.add("--width=" + width));
        request.height().ifPresent(height -> command.add("--height=" + height));
        if (threads > 0) {
            command.add("--threads=" + threads);
        }
        return command;
    }

    /**
     * Returns the command that makes pictures with onnxruntime, tokenizers and numpy.
     *
     * @param python the interpreter
     * @param model the model folder
     */
    List<String> python(Path python, Path model, int pictures) {
        return List.of(
                python.toString(),
                script().toString(),
                model.toString(),
                Integer.toString(request.steps()),
                Double.toString(request.cfgScale()),
                Integer.toString(threads),
                Integer.toString(pictures),
                picture().toString());
    }

    private Path picture() {
        return folder.resolve("picture.png");
    }

    private Path script() {
        Path script = folder.resolve(SCRIPT);
        try (InputStream in = ProcessBenchmark.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException(SCRIPT + " is part of this program");
            }
            Files.write(script, in.readAllBytes());
        } catch (IOException e) {
            throw FileFailure.of("write", script, e);
        }
        return script;
    }

    /**
     * Starts each command a number of times and tells medians.
     *
     * @param commands by the name of what they run
     */
    void coldStarts(Map<String, List<String>> commands, int starts) throws IOException, InterruptedException {
        Map<String, double[]> seconds = new LinkedHashMap<>();
        Map<String, Long> peaks = new LinkedHashMap<>();
        commands.keySet().forEach(name -> seconds.put(name, new double[starts]));
        for (int i = 0; i < starts; i++) {
            for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                MeasuredProcess measured = MeasuredProcess.of(command.getValue(), cancellation);
                seconds.get(command.getKey())[i] = measured.seconds();
                peaks.merge(command.getKey(), measured.peakBytes(), Math::max);
                Files.deleteIfExists(picture());
            }
        }
        seconds.forEach((name, all) -> {
            Arrays.sort(all);
            console.line(String.format(
                    Locale.ROOT,
                    "%s, cold process to first PNG, %d steps: median %.2f s, best %.2f s (%d %s); peak memory %.0f MiB",
                    name,
                    request.steps(),
                    all[starts / 2],
                    all[0],
                    starts,
                    starts == 1 ? "start" : "starts",
                    peaks.get(name) / 1048576.0));
        });
    }

    /** Runs the Python command once and tells how long its pictures took after the first. */
    void furtherPictures(List<String> python) throws IOException, InterruptedException {
        MeasuredProcess measured = MeasuredProcess.of(python, cancellation);
        JsonNode told = new ObjectMapper().readTree(measured.output()).path("seconds");
        double[] seconds = StreamSupport.stream(told.spliterator(), false)
                .skip(1)
                .mapToDouble(JsonNode::asDouble)
                .sorted()
                .toArray();
        if (seconds.length > 0) {
            console.line(String.format(
                    Locale.ROOT,
                    "Python, each further picture, %d steps, not inspected: median %.3f s; peak memory %.0f MiB",
                    request.steps(),
                    seconds[seconds.length / 2],
                    measured.peakBytes() / 1048576.0));
        }
        Files.deleteIfExists(picture());
    }

    /** Deletes what was left in the folder, and the folder. */
    void close() throws IOException {
        Files.deleteIfExists(folder.resolve(SCRIPT));
        Files.deleteIfExists(picture());
        Files.delete(folder);
    }
}
