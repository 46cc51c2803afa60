package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.BudgetSpentException;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Four times the steps at the same seed: how far from its limit is the picture? A converged deterministic solver is there; with
 * too few steps it is not. Then half as many, to find how many suffice.
 */
@Extension
public final class StepsLadder extends PairedExperiment {

    /** At this distance pictures look the same. */
    static final double MARGIN = 0.06;

    /** More evaluations than this are enough for any sampler on any model that is not at odds with its guidance. */
    private static final int ENOUGH = 16;

    private static final String SUFFICIENT = "sufficient steps";

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("steps", "Steps", "Compares N steps with 4N, and finds how many suffice.");
    }

    @Override
    public String factor() {
        return "steps";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.TOO_FEW_STEPS);
    }

    @Override
    public double promise(Case subject) {
        double share = (double) Suspects.evaluations(subject) / Suspects.enough(subject, ENOUGH);
        return share < 0.5 ? 0.9 : share < 0.75 ? 0.75 : share < 1 ? 0.45 : 0.2;
    }

    @Override
    boolean couldBeLikely(Case subject) {
        return Suspects.evaluations(subject) < Suspects.enough(subject, ENOUGH);
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (subject.setup().request().schedule().name().equals("manual")) {
            return Optional.of("the noise levels were written by hand");
        }
        if (Suspects.stochastic(subject)) {
            return Optional.of("the sampler draws noise on the way, so that more steps draw another picture");
        }
        return super.obstacle(subject);
    }

    @Override
    String measure() {
        return "distance of the latent from its limit";
    }

    @Override
    double margin() {
        return MARGIN;
    }

    @Override
    GenerationRequest changed(Case subject, GenerationRequest request) {
        return limit(request);
    }

    /** The request whose picture stands for the limit: four times the steps, 20 at least. */
    static GenerationRequest limit(GenerationRequest request) {
        return request.toBuilder()
                .steps(Math.min(GenerationRequest.MAX_STEPS, Math.max(20, 4 * request.steps())))
                .build();
    }

    @Override
    double delta(Case subject, Shot base, Shot changed, Laboratory laboratory) {
        return -distance(base, changed);
    }

    @Override
    List<Evidence> judge(Case subject, PairedEffect effect, Laboratory laboratory) {
        double far = -effect.estimate();
        int steps = subject.setup().request().steps();
        String seen = "with " + limit(subject.question().request()).steps() + " steps instead of " + steps
                + " the latent changes by " + Text.percent(far) + " (" + pairs(effect) + ")";
        if (effect.equivalent()) {
            return List.of(Evidence.of(Causes.TOO_FEW_STEPS, Bearing.EXCLUDES, 0, seen));
        }
        if (far < MARGIN) {
            return List.of(Evidence.of(Causes.TOO_FEW_STEPS, Bearing.DOUBTS, 0, seen));
        }
        // A distance is never negative, so that a test against 0 always finds it: the whole interval must matter.
        boolean likely = Pairs.matters(effect) && effect.high() < -MARGIN && couldBeLikely(subject);
        Map<String, Double> measures = new LinkedHashMap<>();
        if (couldBeLikely(subject)) {
            sufficient(subject, laboratory).ifPresent(enough -> measures.put(SUFFICIENT, (double) enough));
        }
        String enough =
                measures.containsKey(SUFFICIENT) ? "; " + Text.number(measures.get(SUFFICIENT)) + " steps suffice" : "";
        return List.of(Evidence.of(
                        Causes.TOO_FEW_STEPS,
                        likely ? Bearing.SUPPORTS : Bearing.SUGGESTS,
                        likely ? Math.min(0.8, 0.4 + far) : Math.min(0.4, far),
                        seen + enough)
                .withMeasures(measures));
    }

    /** Half the steps of the limit, where their picture is at the limit; nothing shows that fewer would do, nor the limit's. */
    private static Optional<Integer> sufficient(Case subject, Laboratory laboratory) {
        GenerationRequest asked = subject.question().request();
        GenerationRequest limit = limit(asked);
        try {
            GenerationRequest half = asked.toBuilder().steps(limit.steps() / 2).build();
            boolean enough =
                    half.steps() > asked.steps() && distance(laboratory.shoot(half), laboratory.shoot(limit)) < MARGIN;
            return enough ? Optional.of(half.steps()) : Optional.empty();
        } catch (BudgetSpentException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<GenerationRequest> cure(Case subject, String cause) {
        GenerationRequest asked = subject.question().request();
        int steps = (int) subject.measure(cause, SUFFICIENT).orElse(limit(asked).steps());
        return Optional.of(asked.toBuilder().steps(steps).build());
    }
}
