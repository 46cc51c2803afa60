package dev.darkroom.diagnostics.plan;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.diagnosis.BudgetSpentException;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.CauseVerdict;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Fix;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.diagnostics.experiment.Appearance;
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
                options.isEmpty() ? verdict.remedy() : "try " + Fix.command(options),
                options,
                cure,
                before.id(),
                after.map(Shot::id),
                was,
                is,
                after.isPresent() && better(subject, was, is),
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
            } catch (DarkroomException e) {
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

    /** Better by the score of its symptom, where it has one, else by any; or by showing its prompt clearly better. */
    private static boolean better(Case subject, Map<String, Double> was, Map<String, Double> is) {
        Optional<String> symptom = subject.symptom().map(Symptom::id).filter(was::containsKey);
        return symptom.map(id -> gain(id, was, is) > BETTER)
                        .orElseGet(() -> was.keySet().stream()
                                .filter(Appearance::isScore)
                                .anyMatch(name -> gain(name, was, is) > BETTER))
                || gain(Appearance.MISALIGNMENT, was, is) > WORSE;
    }

    private static double gain(String name, Map<String, Double> was, Map<String, Double> is) {
        return was.getOrDefault(name, Double.NaN) - is.getOrDefault(name, Double.NaN);
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
