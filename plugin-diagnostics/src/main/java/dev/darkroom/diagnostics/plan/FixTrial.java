package dev.darkroom.diagnostics.plan;

import dev.darkroom.api.diagnosis.BudgetSpentException;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.CauseVerdict;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Fix;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.diagnostics.experiment.Appearance;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs what would cure a cause at the same seed, measures before and after, and looks for what it spoiled. */
final class FixTrial {

    /** Scores are probabilities and cosines: less is noise. */
    private static final double BETTER = 0.02;

    private static final double WORSE = 0.05;
    private static final double HALVED = 0.5;

    private FixTrial() {}

    static Fix of(CauseVerdict verdict, Case subject, List<Experiment> experiments, Laboratory laboratory) {
        Optional<GenerationRequest> cure = cure(verdict.cause(), subject, experiments);
        Shot before = subject.shot();
        Map<String, Double> was = Appearance.of(before);
        if (cure.isEmpty()) {
            return new Fix(
                    verdict.cause(),
                    advice(verdict),
                    List.of(),
                    Optional.empty(),
                    before.id(),
                    Optional.empty(),
                    was,
                    Map.of(),
                    false,
                    List.of());
        }
        List<String> options = RequestDifference.options(subject.question().request(), cure.get());
        Optional<Shot> after = Optional.empty();
        try {
            after = Optional.of(laboratory.shoot(cure.get()));
        } catch (BudgetSpentException e) {
            // The fix stands untried.
        }
        Map<String, Double> is = after.map(Appearance::of).orElse(Map.of());
        return new Fix(
                verdict.cause(),
                "try " + String.join(" ", options),
                options,
                cure,
                before.id(),
                after.map(Shot::id),
                was,
                is,
                after.isPresent() && better(verdict, was, is),
                after.isPresent() ? spoiled(was, is) : List.of());
    }

    private static Optional<GenerationRequest> cure(String cause, Case subject, List<Experiment> experiments) {
        for (Experiment experiment : experiments) {
            try {
                if (experiment.causes().contains(cause)) {
                    Optional<GenerationRequest> cure = experiment.cure(subject, cause);
                    if (cure.isPresent()
                            && !cure.get().equals(subject.question().request())) {
                        return cure;
                    }
                }
            } catch (RuntimeException | LinkageError e) {
                // Another experiment may know.
            }
        }
        return Optional.empty();
    }

    private static String advice(CauseVerdict verdict) {
        return verdict.evidence().stream()
                .map(Evidence::statement)
                .filter(statement -> statement.contains("divide \"scaling_factor\""))
                .map(statement -> statement.substring(statement.indexOf("divide ")))
                .findFirst()
                .orElse(verdict.remedy());
    }

    /** Better by a score, or by what the pairs of the same change measured. */
    private static boolean better(CauseVerdict verdict, Map<String, Double> was, Map<String, Double> is) {
        boolean byScore = was.entrySet().stream()
                .filter(each -> Appearance.isScore(each.getKey()))
                .anyMatch(each -> each.getValue() - is.getOrDefault(each.getKey(), each.getValue()) > BETTER);
        boolean byPairs = verdict.evidence().stream()
                .anyMatch(each -> each.bearing().weight() > 0
                        && each.effect().map(Pairs::matters).orElse(false));
        return byScore || byPairs;
    }

    private static List<String> spoiled(Map<String, Double> was, Map<String, Double> is) {
        List<String> spoiled = new ArrayList<>();
        if (fell(was, is, Appearance.CONTRAST)) {
            spoiled.add("the picture turned grey: its contrast is less than half");
        }
        if (fell(was, is, Appearance.SHARPNESS) && was.getOrDefault("noise", 0.0) < HALVED) {
            spoiled.add("the picture turned soft: its detail is less than half");
        }
        double misaligned = was.getOrDefault(Appearance.MISALIGNMENT, Double.NaN);
        if (is.getOrDefault(Appearance.MISALIGNMENT, Double.NaN) > misaligned + WORSE) {
            spoiled.add("the picture follows its prompt less");
        }
        return spoiled;
    }

    private static boolean fell(Map<String, Double> was, Map<String, Double> is, String name) {
        return is.getOrDefault(name, Double.NaN) < HALVED * was.getOrDefault(name, Double.NaN);
    }
}
