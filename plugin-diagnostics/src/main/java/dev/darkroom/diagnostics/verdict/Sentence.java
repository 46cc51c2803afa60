package dev.darkroom.diagnostics.verdict;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.CauseVerdict;
import dev.darkroom.api.diagnosis.Fix;
import dev.darkroom.api.diagnosis.Standing;
import dev.darkroom.api.finding.Symptom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The verdict in one sentence: the cause with what shows it, the cure, and how much was ruled out. */
public final class Sentence {

    /** Causes whose evidence weighs so nearly the same cannot be told apart. */
    private static final double TIE = 0.1;

    private static final int NAMED = 3;

    private Sentence() {}

    /**
     * Says it.
     *
     * @param symptom what is wrong; empty if nothing was found wrong
     * @param verdicts as {@link Judge} orders them
     * @param fix what cures it; empty if nothing is known to
     * @return one line
     */
    public static String of(Optional<Symptom> symptom, List<CauseVerdict> verdicts, Optional<Fix> fix) {
        List<CauseVerdict> likely = with(verdicts, Standing.LIKELY);
        StringBuilder line = new StringBuilder();
        if (!likely.isEmpty()) {
            CauseVerdict first = likely.get(0);
            boolean tie = likely.size() > 1
                    && first.score() - likely.get(1).score() < TIE
                    && !proven(first)
                    && !proven(likely.get(1));
            line.append(
                    tie
                            ? "consistent with " + first.summary() + ", or "
                                    + likely.get(1).summary()
                            : first.summary() + ": likely");
            first.evidence().stream()
                    .filter(each -> each.bearing().weight() > 0)
                    .findFirst()
                    .map(proof -> " (" + brief(proof.statement()) + ")")
                    .ifPresent(line::append);
        } else {
            List<CauseVerdict> consistent = with(verdicts, Standing.CONSISTENT).stream()
                    .filter(each -> each.score() > 0)
                    .toList();
            if (!consistent.isEmpty()) {
                line.append("no cause is likely; consistent with ").append(names(consistent));
            } else {
                line.append(
                        symptom.isEmpty()
                                ? "nothing wrong was found, and no cause that would spoil it"
                                : "unknown: no cause that was tested explains " + symptom.get());
            }
        }
        fix.filter(each -> !each.options().isEmpty())
                .ifPresent(each ->
                        line.append(each.verified() ? "; cured by " : "; try ").append(Fix.command(each.options())));
        List<CauseVerdict> out = with(verdicts, Standing.RULED_OUT);
        if (!out.isEmpty()) {
            line.append("; ").append(out.size() > 1 ? out.size() + " causes ruled out" : "ruled out: " + names(out));
        }
        return line.toString();
    }

    /** What an experiment measured, without what follows from it: the cure is named by itself. */
    private static String brief(String statement) {
        return statement.split("; |: try |: divide ", 2)[0];
    }

    private static boolean proven(CauseVerdict verdict) {
        return verdict.evidence().stream().anyMatch(each -> each.bearing() == Bearing.PROVES);
    }

    private static List<CauseVerdict> with(List<CauseVerdict> verdicts, Standing standing) {
        return verdicts.stream().filter(each -> each.standing() == standing).toList();
    }

    private static String names(List<CauseVerdict> verdicts) {
        String named = verdicts.stream().limit(NAMED).map(CauseVerdict::summary).collect(Collectors.joining(", "));
        return verdicts.size() > NAMED ? named + " and " + (verdicts.size() - NAMED) + " more" : named;
    }
}
