package dev.darkroom.benchmark.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Injects faults, diagnoses them through the command line, and reports how often the cause was found. */
final class Main {

    private Main() {}

    /**
     * Runs the benchmark, or a piece of it.
     *
     * @param args launcher, model folder, folder of the report, folder of the prompt files, first prompt (from 0), number of
     *     prompts, words a fault's name must hold one of, comma-separated (empty for all), whether cases that the report's
     *     folder holds already are run again, options that every diagnosis gets, separated by blanks, and whether every
     *     experiment is made, for comparison with what was found before by planning
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path report = Files.createDirectories(Path.of(args[2]));
        Subject subject = new Subject(
                Path.of(args[0]).toAbsolutePath(),
                Path.of(args[1]).toAbsolutePath(),
                Files.createDirectories(report.resolve("models")),
                args[8].isBlank() ? List.of() : List.of(args[8].strip().split("\\s+")));
        int from = Integer.parseInt(args[4]);
        int count = Integer.parseInt(args[5]);
        List<String> only = args[6].isBlank() ? List.of("") : List.of(args[6].split(",", -1));
        boolean again = Boolean.parseBoolean(args[7]);
        List<Fault> faults = new ArrayList<>(Unharmed.all());
        faults.addAll(Faults.all());
        faults.addAll(Unforeseen.all());
        boolean exhaustive = Boolean.parseBoolean(args[9]);
        Outcomes planned = new Outcomes(report.resolve("outcomes.jsonl"));
        Outcomes outcomes = exhaustive ? new Outcomes(report.resolve("exhaustive.jsonl")) : planned;
        Path tables = report.resolve(exhaustive ? "grid.md" : "diagnosis.md");
        Supplier<String> markdown = exhaustive
                ? new Grid(planned, outcomes)::markdown
                : new Report(faults, outcomes)::markdown;
        for (Fault fault : faults) {
            if (only.stream().noneMatch(fault.name()::contains)) {
                continue;
            }
            String file = fault.kind() == Fault.Kind.UNHARMED ? "prompts-unharmed.txt" : "prompts.txt";
            List<String> prompts = Files.readAllLines(Path.of(args[3], file)).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .skip(from)
                    .limit(count)
                    .filter(prompt -> again || !outcomes.has(fault, prompt))
                    .toList();
            if (prompts.isEmpty()) {
                continue;
            }
            Path folder = subject.folder(fault);
            for (String prompt : prompts) {
                Outcome outcome = subject.diagnose(
                        fault, folder, prompt, seed(prompt), exhaustive ? Grid.EFFORT : "normal");
                outcomes.add(outcome);
                tell(outcome);
                Files.writeString(tables, markdown.get());
            }
            subject.discard(fault, folder);
        }
        Files.writeString(tables, markdown.get());
        System.out.println(markdown.get());
    }

    /** Each prompt has a seed of its own, so that faults are compared on the same pictures. */
    private static long seed(String prompt) {
        return Math.floorMod(prompt.hashCode(), 100_000);
    }

    private static void tell(Outcome outcome) {
        System.out.printf(
                Locale.ROOT,
                "%-28s %-40s %2d pictures %5.1f s  %s%n",
                outcome.fault(),
                outcome.prompt(),
                outcome.pictures(),
                outcome.seconds(),
                outcome.failure().isEmpty()
                        ? (outcome.likely().isEmpty() ? "(" + outcome.first() + ")" : outcome.likely())
                        : outcome.failure());
    }
}
