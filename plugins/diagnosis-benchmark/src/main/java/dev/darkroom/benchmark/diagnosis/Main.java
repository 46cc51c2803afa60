package dev.darkroom.benchmark.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Injects faults, diagnoses them through the command line, and reports how often the cause was found. */
final class Main {

    private Main() {}

    /**
     * Runs the benchmark.
     *
     * @param args launcher, model folder, folder of the report, prompt file, first prompt (from 0), number of prompts, and
     *     words a fault's name must hold one of, comma-separated (empty for all)
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path report = Files.createDirectories(Path.of(args[2]));
        Path scratch = Files.createDirectories(report.resolve("models"));
        Subject subject =
                new Subject(Path.of(args[0]).toAbsolutePath(), Path.of(args[1]).toAbsolutePath(), scratch);
        List<String> prompts = Files.readAllLines(Path.of(args[3])).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        int from = Integer.parseInt(args[4]);
        int to = Math.min(prompts.size(), from + Integer.parseInt(args[5]));
        List<String> only = args.length < 7 || args[6].isBlank() ? List.of("") : List.of(args[6].split(",", -1));
        List<Fault> faults = Faults.all().stream()
                .filter(fault -> only.stream().anyMatch(fault.name()::contains))
                .toList();
        Report tables = new Report(faults);
        for (Fault fault : faults) {
            Path folder = subject.folder(fault);
            for (int k = from; k < to; k++) {
                Outcome outcome = subject.diagnose(fault, folder, prompts.get(k), 1000 + 31L * k);
                tables.add(outcome);
                System.out.printf(
                        Locale.ROOT,
                        "%-28s %-40s %2d pictures %5.1f s  %s%n",
                        fault.name(),
                        prompts.get(k),
                        outcome.pictures(),
                        outcome.seconds(),
                        outcome.failure().isEmpty()
                                ? (outcome.likely().isEmpty() ? "(" + outcome.first() + ")" : outcome.likely())
                                : outcome.failure());
                Files.writeString(report.resolve("diagnosis.md"), tables.markdown());
            }
            if (fault.damage().isPresent()) {
                Subject.delete(folder);
            }
        }
        System.out.println(tables.markdown());
    }
}
