package dev.darkroom.host.cli;

import dev.darkroom.host.json.JsonLine;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.reference.ReferenceCheck;
import dev.darkroom.host.reference.ReferenceFile;
import dev.darkroom.host.reference.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Holds the installed samplers, schedules and noise sources to golden files: the numbers of other programs.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every case passed", "1:a case failed", "2:a file is malformed"})
final class SamplersCheckCommand implements Callable<Integer> {

    /** A case is a few hundred evaluations of a model without weights. */
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Console console;
    private final Opener opener;

    @Parameters(paramLabel = "DIR", description = "A folder of golden files (*.json).")
    private Path folder = Path.of(".");

    @Option(names = "--json", description = "Print one JSON object a case.")
    private boolean json;

    @Option(names = "--failed", description = "Print only the cases that failed.")
    private boolean failedOnly;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    private int passed;
    private int failed;

    SamplersCheckCommand(Console console, Opener opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        // A malformed file is found before anything runs.
        List<ReferenceFile> files = ReferenceFile.readAll(folder);
        return opener.with(installation.settings(), darkroom -> {
            ReferenceCheck check = new ReferenceCheck(darkroom.plugins(), new ForeignCall(DEADLINE));
            if (!json) {
                console.line(row("case", "extension", "plugin", "error", "tolerance", "verdict"));
            }
            files.forEach(file -> check.check(file, this::report));
            if (!json) {
                console.line(passed + " passed, " + failed + " failed");
            }
            return failed == 0 ? Cli.OK : Cli.FOUND;
        });
    }

    private void report(Verdict verdict) {
        if (verdict.passed()) {
            passed++;
        } else {
            failed++;
        }
        if (verdict.passed() && failedOnly) {
            return;
        }
        if (json) {
            console.line(object(verdict));
            return;
        }
        console.line(row(
                verdict.id(),
                verdict.extension(),
                verdict.plugin(),
                number(verdict.error()),
                number(verdict.tolerance()),
                verdict.passed() ? "ok" : "FAILED"));
        verdict.problems()
                .forEach(problem -> console.line("    " + problem.strip().replaceAll("\\s*\\R\\s*", "; ")));
    }

    private static String row(
            String id, String extension, String plugin, String error, String tolerance, String verdict) {
        return String.format(
                Locale.ROOT, "%-52s %-26s %-22s %9s %9s  %s", id, extension, plugin, error, tolerance, verdict);
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1e", value);
    }

    private static String object(Verdict verdict) {
        return JsonLine.of(out -> {
            out.writeStringField("file", verdict.file());
            out.writeStringField("case", verdict.id());
            out.writeStringField("extension", verdict.extension());
            out.writeStringField("plugin", verdict.plugin());
            JsonLine.number(out, "error", verdict.error());
            out.writeNumberField("tolerance", verdict.tolerance());
            out.writeStringField("verdict", verdict.passed() ? "ok" : "failed");
            JsonLine.texts(out, "problems", verdict.problems());
        });
    }
}
