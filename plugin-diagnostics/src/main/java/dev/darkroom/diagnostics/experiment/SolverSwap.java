package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Plural;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * A solver of higher order against Euler's method with as many evaluations, from the same noise over the same schedule: which
 * ends nearer to the limit? With few steps a higher order extrapolates beyond what it knows.
 */
@Extension
public final class SolverSwap extends LimitExperiment {

    /** With more evaluations a solver of higher order is in its element. */
    private static final int FEW = 12;

    private static final double MARGIN = 0.08;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("solver", "Solver", "Compares the solver with Euler's method at equal evaluations.");
    }

    @Override
    public String factor() {
        return "sampler";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.SOLVER);
    }

    @Override
    public double promise(Case subject) {
        return Suspects.evaluations(subject) < Suspects.enough(subject, FEW) ? 0.48 : 0.1;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (!Suspects.higherOrder(subject)) {
            return Optional.of("the sampler is of first order");
        }
        if (Suspects.evaluations(subject) >= Suspects.enough(subject, FEW)) {
            return Optional.of("with " + Suspects.evaluations(subject)
                    + " evaluations a solver of higher order is in its element");
        }
        return super.obstacle(subject);
    }

    @Override
    double margin() {
        return MARGIN;
    }

    @Override
    GenerationRequest changed(Case subject, GenerationRequest request) {
        boolean manual = request.schedule().name().equals("manual");
        return request.toBuilder()
                .sampler(Choice.of("euler"))
                .steps(manual ? request.steps() : Suspects.evaluations(subject))
                .build();
    }

    @Override
    List<Evidence> judge(Case subject, PairedEffect effect, Laboratory laboratory) {
        String sampler = subject.setup().request().sampler().name();
        String seen = "at " + Plural.of(Suspects.evaluations(subject), "evaluation") + " euler ends "
                + Text.percent(Math.abs(effect.estimate())) + (effect.estimate() < 0 ? " nearer to" : " further from")
                + " the limit than " + sampler + " (" + pairs(effect) + ")";
        if (effect.estimate() > -MARGIN / 2) {
            boolean no = effect.deltas().size() >= Pairs.FIRST_LOOK && effect.low() > -MARGIN;
            return List.of(Evidence.of(Causes.SOLVER, no ? Bearing.EXCLUDES : Bearing.DOUBTS, 0, seen));
        }
        boolean likely = Pairs.matters(effect);
        return List.of(Evidence.of(
                Causes.SOLVER,
                likely ? Bearing.SUPPORTS : Bearing.SUGGESTS,
                likely ? Math.min(0.9, 0.82 - effect.estimate() / 4) : 0.4,
                seen));
    }
}
