package dev.darkroom.host.cli;

import dev.darkroom.api.Plural;
import dev.darkroom.api.diagnosis.CauseVerdict;
import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.ExperimentRun;
import dev.darkroom.api.diagnosis.Fix;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.diagnosis.Reproduction;
import dev.darkroom.api.diagnosis.Standing;
import dev.darkroom.host.text.Words;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Tells people of a diagnosis. */
final class DiagnosisReport {

    private static final double WORTH_SAYING = 0.02;

    private final Console console;
    private final Question question;

    DiagnosisReport(Console console, Question question) {
        this.console = console;
        this.question = question;
    }

    void print(Diagnosis diagnosis) {
        console.line(diagnosis.sentence());
        diagnosis.fix().ifPresent(this::fix);
        if (diagnosis.reproduction().kind() != Reproduction.Kind.NO_ORIGINAL) {
            console.line("made again: " + diagnosis.reproduction().explanation());
        }
        for (CauseVerdict cause : diagnosis.causes()) {
            if (cause.standing() != Standing.UNTESTED && !cause.evidence().isEmpty()) {
                console.line(String.format(Locale.ROOT, "  %-10s  %s", standing(cause), cause.summary()));
                for (Evidence evidence : cause.evidence()) {
                    console.line("              " + evidence.statement());
                }
            }
        }
        for (ExperimentRun run : diagnosis.path()) {
            run.failure()
                    .filter(why -> !run.reason().equals("left out"))
                    .ifPresent(why -> console.note("experiment " + run.experiment() + ": " + why));
        }
        Diagnosis.Cost cost = diagnosis.cost();
        console.line(String.format(
                Locale.ROOT,
                "%s of %d, %s (%d each experiment alone), %.1f s; %s",
                Plural.of(cost.pictures(), "picture"),
                question.budget(),
                Plural.of(cost.evaluations(), "evaluation"),
                cost.alone(),
                cost.seconds(),
                words(diagnosis.ending())));
    }

    /** Nothing speaks for a cause of score 0 that was not ruled out. */
    private static String standing(CauseVerdict cause) {
        return cause.standing() == Standing.CONSISTENT && cause.score() == 0 ? "doubtful" : words(cause.standing());
    }

    private void fix(Fix fix) {
        String tried = fix.after().isEmpty() ? "" : fix.verified() ? ": it helped" : ": it did not help";
        console.line("fix: " + fix.advice() + tried);
        Map<String, Double> after = fix.measuresAfter();
        new TreeMap<>(fix.measuresBefore()).forEach((name, before) -> {
            Double now = after.get(name);
            if (now != null && Math.abs(now - before) > WORTH_SAYING) {
                console.line(String.format(Locale.ROOT, "  %-16s %.2f -> %.2f", name, before, now));
            }
        });
        fix.overcorrection().forEach(spoiled -> console.line("  but " + spoiled));
    }

    private static String words(Enum<?> value) {
        return Words.lower(value).replace('_', ' ');
    }
}
