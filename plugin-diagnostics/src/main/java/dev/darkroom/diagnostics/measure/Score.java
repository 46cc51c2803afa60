package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** From measures to probabilities, and from probabilities to severities. */
public final class Score {

    private Score() {}

    /** Returns the logistic function of {@code z}, in [0,1]; 0.5 for NaN. */
    public static double logistic(double z) {
        return Double.isNaN(z) ? 0.5 : 1 / (1 + Math.exp(-z));
    }

    /**
     * Returns the logistic function of {@code steepness ln(value / half)}.
     *
     * @param value a measure, from 0 up; 0 scores 0
     * @param half the measure that half of all people would call defective, above 0
     * @param steepness how sure one becomes with each e-fold
     * @return a probability in [0,1]
     */
    public static double above(double value, double half, double steepness) {
        return value > 0 ? logistic(steepness * Math.log(value / half)) : 0;
    }

    /** Returns a probability, in [0,1], with its log-odds lowered. */
    public static double lowered(double probability, double logOdds) {
        return probability / (probability + (1 - probability) * Math.exp(logOdds));
    }

    /** Returns the options by which users tune when an inspector speaks; read by {@link #severity}. */
    public static List<OptionSpec> thresholds(double warn, double severe) {
        return List.of(
                OptionSpec.number("warn", warn, 0, 1, "The score from which the inspector warns."),
                OptionSpec.number("severe", severe, 0, 1, "The score from which a warning is severe."));
    }

    /**
     * Returns the score of a symptom, with a finding if the options of {@link #thresholds} want one.
     *
     * @param symptom what was looked for
     * @param score its probability
     * @param options the inspector's options
     * @param say makes the finding; its symptom and score are those given
     * @return the score, and the finding where there is one
     */
    public static Inspected judge(Symptom symptom, double score, Options options, Function<Severity, Finding> say) {
        return severity(score, options)
                .map(severity -> Inspected.of(say.apply(severity)))
                .orElseGet(() -> Inspected.of(symptom, score));
    }

    /** Returns how severe a score is under the options of {@link #thresholds}; empty if it is not worth a warning. */
    public static Optional<Severity> severity(double score, Options options) {
        if (score < options.number("warn")) {
            return Optional.empty();
        }
        return Optional.of(score < options.number("severe") ? Severity.WARN : Severity.SEVERE);
    }
}
