package dev.darkroom.benchmark.inspection;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command line: {@code evaluate|fit|measures IMAGES REPORT [WORDS [GROUPS]]}. */
public final class Main {

    private Main() {}

    /**
     * Runs a task.
     *
     * @param args {@code evaluate} (tables from the half that was not fitted on), {@code fit} (the models of the
     *     inspectors from the other half) or {@code measures} (its raw measures), the folder of pictures, the folder for the results, words that choose degradations, and the groups of pictures wanted
     * @throws IOException if the results cannot be written
     */
    public static void main(String[] args) throws IOException {
        if (args.length < 3 || !Files.isDirectory(Path.of(args[1]))) {
            System.err.println("expected a task, a folder of pictures as fetch-images.sh makes it and a folder for the"
                    + " results, found " + List.of(args));
            System.exit(2);
        }
        Corpus corpus = new Corpus(Path.of(args[1]), args.length > 4 ? args[4] : "");
        Path report = Files.createDirectories(Path.of(args[2]));
        List<Degradation> degradations = Degradations.of(args.length > 3 ? args[3] : "");
        switch (args[0]) {
            case "evaluate" -> {
                Evaluation evaluation = new Evaluation(degradations);
                corpus.forEach(evaluation::inspect);
                Report.write(evaluation, report);
                System.out.println(report.resolve("inspection.md"));
            }
            case "fit" -> {
                Fit fit = new Fit(Targets.all(), degradations);
                corpus.forEach(sample -> fit.learn(sample, degradations));
                Files.write(report.resolve("models.txt"), fit.lines());
                fit.lines().forEach(System.out::println);
            }
            case "measures" -> {
                try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(report.resolve("measures.csv")))) {
                    corpus.forEach(new Measures(degradations, out)::write);
                }
            }
            default -> {
                System.err.println("task: expected evaluate, fit or measures, found \"" + args[0] + "\"");
                System.exit(2);
            }
        }
    }
}
