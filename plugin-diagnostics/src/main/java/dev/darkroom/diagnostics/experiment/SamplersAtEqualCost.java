package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Plural;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.sampling.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/**
 * Installed samplers from the same noise over the same schedule, each with as many evaluations of the network as the one in
 * question: which ends nearest to the limit?
 */
@Extension
public final class SamplersAtEqualCost implements Experiment {

    /** One of each kind: first order, its exponential form, second order in one step, and of several steps. */
    private static final List<String> KINDS = List.of("euler", "ddim", "heun", "dpmpp_2m", "unipc", "deis");

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "samplers", "Samplers at equal cost", "Compares installed samplers at equal evaluations.");
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
    public int pictures(Case subject) {
        return KINDS.size() + 1;
    }

    @Override
    public double promise(Case subject) {
        return 0.06;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (Suspects.modelIsWrong(subject)) {
            return Optional.of("the model itself is misread or damaged");
        }
        if (subject.setup().request().schedule().name().equals("manual")) {
            return Optional.of("the noise levels were written by hand, for so many steps");
        }
        return Suspects.stochastic(subject)
                ? Optional.of("the sampler draws noise on the way: no two samplers then draw one picture")
                : Optional.empty();
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        GenerationRequest asked = subject.question().request();
        Shot limit = laboratory.shoot(StepsLadder.limit(asked));
        Map<String, Double> distances = new LinkedHashMap<>();
        String own = subject.setup().request().sampler().name();
        distances.put(own, PairedExperiment.distance(subject.shot(), limit));
        Set<String> installed =
                laboratory.bench().samplers().stream().map(ExtensionInfo::id).collect(Collectors.toSet());
        for (String sampler : KINDS) {
            if (installed.contains(sampler) && !sampler.equals(own)) {
                asCostly(asked.toBuilder().sampler(Choice.of(sampler)).build(), subject, laboratory)
                        .map(laboratory::shoot)
                        .ifPresent(shot -> distances.put(sampler, PairedExperiment.distance(shot, limit)));
            }
        }
        StringBuilder line = new StringBuilder("distance from the limit at "
                + Plural.of(Suspects.evaluations(subject), "evaluation") + ", one picture each:");
        distances.forEach((sampler, distance) ->
                line.append(' ').append(sampler).append(' ').append(Text.percent(distance)));
        return List.of(
                Evidence.of(Causes.SOLVER, Bearing.NEUTRAL, 0, line.toString()).withMeasures(distances));
    }

    /** The request with the most steps that take no more evaluations; empty if none is known. */
    private static Optional<GenerationRequest> asCostly(
            GenerationRequest request, Case subject, Laboratory laboratory) {
        int evaluations = Suspects.evaluations(subject);
        try {
            // Solvers of two evaluations a step save one at the end, so that the half and one step more may do.
            for (int steps : new int[] {evaluations, evaluations / 2 + 1, evaluations / 2}) {
                if (steps >= 1 && steps <= GenerationRequest.MAX_STEPS) {
                    GenerationRequest candidate =
                            request.toBuilder().steps(steps).build();
                    Workload workload = laboratory.bench().setup(candidate).workload();
                    if (workload.exact() && workload.evaluations() <= evaluations) {
                        return Optional.of(candidate);
                    }
                }
            }
        } catch (InvalidRequestException e) {
            // A sampler that does not go with the schedule or the model is none to compare with.
        }
        return Optional.empty();
    }
}
