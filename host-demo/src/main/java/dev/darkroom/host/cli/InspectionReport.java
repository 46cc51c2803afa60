package dev.darkroom.host.cli;

import dev.darkroom.api.Plural;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.host.inspection.InspectedFile;
import dev.darkroom.host.text.Words;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells of inspected files as they come, in a table or as JSON, and counts them. Broken ones go to standard error too. */
final class InspectionReport implements Consumer<InspectedFile>, AutoCloseable {

    private static final String ROW = "%-8s  %-11s  %-12s  %s";

    private final Console console;
    private final Progress progress;
    private final boolean json;
    private final boolean quiet;
    private boolean headed;
    private long inspected;
    private long warned;
    private long severe;
    private long broken;
    private @Nullable Severity worst;

    InspectionReport(Console console, Progress progress, boolean json, boolean quiet) {
        this.console = console;
        this.progress = progress;
        this.json = json;
        this.quiet = quiet;
    }

    @Override
    public void accept(InspectedFile file) {
        progress.step();
        progress.pause();
        count(file);
        file.error().ifPresent(console::error);
        if (json) {
            console.line(file.toJson());
        } else {
            row(file);
        }
        if (!quiet) {
            file.remark().ifPresent(remark -> console.note(file.file() + " " + remark));
        }
    }

    private void count(InspectedFile file) {
        if (file.error().isPresent()) {
            broken++;
            return;
        }
        inspected++;
        file.worst().ifPresent(found -> {
            warned += found == Severity.WARN ? 1 : 0;
            severe += found == Severity.SEVERE ? 1 : 0;
            if (worst == null || found.compareTo(worst) > 0) {
                worst = found;
            }
        });
    }

    private void row(InspectedFile file) {
        if (!headed) {
            headed = true;
            console.line(String.format(ROW, "VERDICT", "SIZE", "STYLE", "FILE"));
        }
        String verdict = file.error().isPresent()
                ? "broken"
                : file.worst()
                        .filter(found -> found != Severity.INFO)
                        .map(Words::lower)
                        .orElse("ok");
        console.line(String.format(
                ROW,
                verdict,
                file.size().map(InspectedFile.Size::toString).orElse("-"),
                file.style().map(Words::lower).orElse("-"),
                file.file()));
        for (Finding finding : file.inspected().findings()) {
            console.line(String.format(
                    Locale.ROOT,
                    "          %-6s  %s %.2f: %s",
                    Words.lower(finding.severity()),
                    finding.symptom(),
                    finding.score(),
                    finding.message()));
        }
    }

    /** Returns the counts in one line. */
    String summary() {
        return Plural.of(inspected, "picture") + " inspected: " + warned + " warn, " + severe + " severe"
                + (broken > 0 ? "; " + broken + " could not be read" : "");
    }

    /** Returns how many files could not be read. */
    long broken() {
        return broken;
    }

    /** Returns the severity of the worst finding. */
    Optional<Severity> worst() {
        return Optional.ofNullable(worst);
    }

    @Override
    public void close() {
        progress.close();
    }
}
