package dev.darkroom.benchmark.diagnosis;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@code darkroom diagnose} in a process of its own, as a user would. */
final class Subject {

    private static final int PATIENCE_MINUTES = 15;

    private final Path launcher;
    private final Path model;
    private final Path scratch;
    private final ObjectMapper mapper = new ObjectMapper();

    Subject(Path launcher, Path model, Path scratch) {
        this.launcher = launcher;
        this.model = model;
        this.scratch = scratch;
    }

    /** Returns the folder a fault's model lies in, damaged if the fault is one of the model. */
    Path folder(Fault fault) throws IOException {
        if (fault.damage().isEmpty()) {
            return model;
        }
        Path folder = scratch.resolve(fault.name().replaceAll("[^a-z0-9.]+", "-"));
        delete(folder);
        copy(model, folder);
        fault.damage().get().apply(folder);
        return folder;
    }

    Outcome diagnose(Fault fault, Path folder, String prompt, long seed) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(),
                "diagnose",
                "--json",
                "--model",
                folder.toString(),
                "--prompt",
                fault.prompt().of(prompt),
                "--seed",
                Long.toString(seed)));
        command.addAll(fault.options());
        Path out = scratch.resolve("out.json");
        Path err = scratch.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return Outcome.failed(fault, prompt, "no answer within " + PATIENCE_MINUTES + " minutes");
        }
        if (process.exitValue() != 0) {
            String said = Files.readString(err, StandardCharsets.UTF_8).strip();
            return Outcome.failed(
                    fault, prompt, said.lines().reduce((a, b) -> b).orElse("no reason given"));
        }
        return Outcome.of(fault, prompt, mapper.readTree(out.toFile()));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
