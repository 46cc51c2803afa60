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
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Runs {@code darkroom diagnose} in a process of its own, as a user would. */
final class Subject {

    /** In an option it stands for the prompt. */
    static final String PROMPT = "PROMPT";

    private static final int PATIENCE_MINUTES = 15;

    private final Path launcher;
    private final Path model;
    private final Path scratch;
    private final List<String> more;
    private final String build;
    private final ObjectMapper mapper = new ObjectMapper();

    Subject(Path launcher, Path model, Path scratch, List<String> more) throws IOException {
        this.launcher = launcher;
        this.model = model;
        this.scratch = scratch;
        this.more = List.copyOf(more);
        this.build = checksum(launcher.resolve("../../plugins").normalize());
    }

    private static String checksum(Path plugins) throws IOException {
        try (Stream<Path> files = Files.list(plugins)) {
            CRC32 sum = new CRC32();
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("plugin-diagnostics"))
                    .toList()) {
                sum.update(Files.readAllBytes(file));
            }
            return Long.toHexString(sum.getValue());
        }
    }

    /** Returns the folder a fault's model lies in, damaged if the fault is one of the model. */
    Path folder(Fault fault) throws IOException, InterruptedException {
        Path base = fault.variant().isPresent() ? variant(fault.variant().get()) : model;
        if (fault.damage().isEmpty()) {
            return base;
        }
        Path folder = scratch.resolve(fault.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-"));
        delete(folder);
        copy(base, folder);
        fault.damage().get().apply(folder);
        // What was compiled of the sound graphs need not be compiled again.
        delete(home(fault));
        copy(Files.createDirectories(scratch.resolve("home")), home(fault));
        return folder;
    }

    /** Removes what a damaged folder left: itself, and the graphs that were compiled from it. */
    void discard(Fault fault, Path folder) throws IOException {
        if (fault.damage().isPresent()) {
            delete(folder);
            delete(home(fault));
        }
    }

    private Path home(Fault fault) {
        return scratch.resolve(fault.damage().isPresent() ? "home-of-damaged" : "home");
    }

    /** Converting takes longer than a diagnosis: once for all faults of a precision. */
    private Path variant(String precision) throws IOException, InterruptedException {
        Path folder = scratch.resolve("variant-" + precision);
        if (!Files.exists(folder)) {
            Path unfinished = scratch.resolve("variant-" + precision + ".unfinished");
            delete(unfinished);
            copy(model, unfinished);
            Said said = run(
                    scratch.resolve("home"),
                    List.of(launcher.toString(), "convert", unfinished.toString(), "--to", precision));
            if (said.exit() != 0) {
                throw new IOException("convert --to " + precision + ": " + said.complaint());
            }
            Files.move(unfinished, folder);
        }
        return folder;
    }

    Outcome diagnose(Fault fault, Path folder, String prompt, long seed, String effort)
            throws IOException, InterruptedException {
        String worded = fault.prompt().of(prompt);
        List<String> command = new ArrayList<>(List.of(
                launcher.toString(),
                "diagnose",
                "--json",
                "--effort",
                effort,
                "--model",
                folder.toString(),
                "--prompt",
                worded,
                "--seed",
                Long.toString(seed)));
        command.addAll(more);
        fault.options().forEach(option -> command.add(option.equals(PROMPT) ? worded : option));
        Said said = run(home(fault), command);
        return said.exit() == 0
                ? Outcome.of(fault, prompt, mapper.readTree(said.out().toFile()), build)
                : Outcome.failed(fault, prompt, said.complaint(), build);
    }

    /**
     * What a command said.
     *
     * @param exit its exit code; 1 if it did not end
     * @param out what it printed
     * @param complaint the last line it printed on standard error
     */
    private record Said(int exit, Path out, String complaint) {}

    private Said run(Path home, List<String> command) throws IOException, InterruptedException {
        Path out = scratch.resolve("out.json");
        Path err = scratch.resolve("err.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("DARKROOM_HOME", Files.createDirectories(home).toString());
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return new Said(1, out, "no answer within " + PATIENCE_MINUTES + " minutes");
        }
        String last = Files.readString(err, StandardCharsets.UTF_8)
                .strip()
                .lines()
                .reduce((a, b) -> b)
                .orElse("no reason given");
        return new Said(process.exitValue(), out, last);
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
