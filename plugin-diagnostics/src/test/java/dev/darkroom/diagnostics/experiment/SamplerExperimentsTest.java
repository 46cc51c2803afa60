package dev.darkroom.diagnostics.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Solvers, schedules and noise on the way. */
class SamplerExperimentsTest extends FormulaRuns {

    @Test
    void aSolverThatOvershootsIsNamed() {
        distance =
                request -> request.steps() >= 20 ? 0 : request.sampler().name().equals("euler") ? 0.3 : 1;
        GenerationRequest asked = ask().sampler(Choice.of("dpmpp_2m")).steps(4).build();
        assertThat(run(new SolverSwap(), asked).bearing()).isEqualTo(Bearing.SUPPORTS);
        distance =
                request -> request.steps() >= 20 ? 0 : request.sampler().name().equals("euler") ? 0.5 : 0.3;
        made.clear();
        assertThat(run(new SolverSwap(), asked).bearing()).isEqualTo(Bearing.DOUBTS);
        assertThat(made).hasSize(3);
    }

    @Test
    void etaAboveOneThatUnsettlesIsNamed() {
        change =
                request -> 0.05 * Double.parseDouble(request.sampler().options().getOrDefault("eta", "0"));
        GenerationRequest asked =
                ask().sampler(new Choice("euler_a", Map.of("eta", "2"))).build();
        NoiseOnTheWay experiment = new NoiseOnTheWay();
        assertThat(run(experiment, asked).bearing()).isEqualTo(Bearing.SUPPORTS);
        assertThat(experiment.cure(subject(asked), Causes.ANCESTRAL_NOISE))
                .hasValueSatisfying(cure -> assertThat(cure.sampler().options()).containsEntry("eta", "1"));
    }

    @Test
    void samplersAreComparedAtEqualEvaluations() {
        when(service.samplers())
                .thenReturn(Stream.of("euler", "heun", "dpmpp_2m")
                        .map(id -> ExtensionInfo.of(id, id, "tests"))
                        .toList());
        when(service.setup(any())).thenAnswer(call -> {
            GenerationRequest request = call.getArgument(0);
            int steps = request.steps();
            return setup(request, request.sampler().name().equals("heun") ? 2 * steps - 1 : steps);
        });
        distance =
                request -> request.steps() > 20 ? 0 : request.sampler().name().equals("heun") ? 0.5 : 0.1;
        GenerationRequest asked = ask().steps(11).build();
        Evidence evidence = run(new SamplersAtEqualCost(), asked);
        assertThat(evidence.measures()).containsOnlyKeys("euler", "heun", "dpmpp_2m");
        assertThat(evidence.measures().get("heun"))
                .isGreaterThan(2 * evidence.measures().get("dpmpp_2m"));
        assertThat(made)
                .extracting(request -> request.sampler().name() + " " + request.steps())
                .containsExactly("euler 44", "heun 6", "dpmpp_2m 11");
    }

    @Test
    void aScheduleThatEndsFarFromTheLimitIsNamed() {
        distance =
                request -> request.steps() > 20 ? 0 : request.schedule().name().equals("karras") ? 0.05 : 0.6;
        GenerationRequest asked = ask().schedule(Choice.of("linear")).steps(8).build();
        ScheduleSwap experiment = new ScheduleSwap();
        assertThat(run(experiment, asked).bearing()).isEqualTo(Bearing.SUPPORTS);
        assertThat(made)
                .extracting(request -> request.schedule().name() + " " + request.steps())
                .contains("linear 8", "karras 8", "linear 32")
                .doesNotContain("karras 32");
        assertThat(experiment.cure(subject(asked), Causes.SCHEDULE))
                .hasValueSatisfying(cure -> assertThat(cure.schedule().name()).isEqualTo("karras"));
    }

    @Test
    void aScheduleThatEndsAsNearIsNotNamed() {
        distance = request -> request.steps() > 20 ? 0 : 0.3;
        GenerationRequest asked = ask().schedule(Choice.of("linear")).steps(8).build();
        assertThat(run(new ScheduleSwap(), asked).bearing()).isEqualTo(Bearing.DOUBTS);
        GenerationRequest usual = ask().schedule(Choice.of("karras")).steps(8).build();
        assertThat(new ScheduleSwap().obstacle(subject(usual))).isPresent();
    }
}
