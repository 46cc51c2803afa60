package dev.darkroom.diagnostics.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import org.junit.jupiter.api.Test;

/** Steps, and how many suffice. */
class StepsLadderTest extends FormulaRuns {

    @Test
    void fewStepsFarFromTheirLimitAreTooFew() {
        distance = request -> 1.2 / request.steps();
        GenerationRequest asked = ask().steps(4).build();
        Evidence evidence = run(new StepsLadder(), asked);
        assertThat(evidence.bearing()).isEqualTo(Bearing.SUPPORTS);
        assertThat(evidence.effect()).hasValueSatisfying(effect -> {
            assertThat(effect.deltas()).hasSize(8);
            assertThat(effect.high()).isNegative();
        });
        assertThat(made)
                .allMatch(
                        request -> request.toBuilder().seed(3).steps(4).build().equals(asked));
        assertThat(evidence.measures()).containsEntry("sufficient steps", 10.0);
    }

    @Test
    void aConvergedRunIsScreenedWithOnePair() {
        distance = request -> 0.1 / request.steps();
        Evidence evidence = run(new StepsLadder(), ask().build());
        assertThat(evidence.bearing()).isEqualTo(Bearing.DOUBTS);
        assertThat(made).hasSize(2);
    }

    @Test
    void fewStepsThatAreAtTheirLimitAreExcluded() {
        Evidence evidence = run(new StepsLadder(), ask().steps(4).build());
        assertThat(evidence.bearing()).isEqualTo(Bearing.EXCLUDES);
        assertThat(evidence.effect())
                .hasValueSatisfying(effect -> assertThat(effect.equivalent()).isTrue());
    }

    @Test
    void manyStepsFarFromTheirLimitAreNotCalledTooFew() {
        distance = request -> 8.0 / request.steps();
        assertThat(run(new StepsLadder(), ask().build()).bearing()).isEqualTo(Bearing.SUGGESTS);
    }

    @Test
    void stepsThatNobodySawSufficeAreNotPromised() {
        distance = request -> request.steps() >= 20 ? 0 : 0.5;
        Evidence evidence = run(new StepsLadder(), ask().steps(4).build());
        assertThat(evidence.bearing()).isEqualTo(Bearing.SUPPORTS);
        assertThat(evidence.measures()).isEmpty();
        assertThat(evidence.statement()).doesNotContain("suffice");
    }

    @Test
    void distancesAroundTheMarginAreNoCertainty() {
        distance = request -> request.steps() >= 20 ? 0 : 0.02 * (request.seed() % 8 + 1);
        assertThat(run(new StepsLadder(), ask().steps(4).build()).bearing()).isEqualTo(Bearing.SUGGESTS);
    }

    @Test
    void stepsOfARandomPathCannotBeCompared() {
        GenerationRequest asked = ask().sampler(Choice.of("euler_a")).build();
        assertThat(new StepsLadder().obstacle(subject(asked))).isPresent();
        assertThat(new SolverSwap().obstacle(subject(asked))).isPresent();
    }

    @Test
    void theFewStepsOfADistilledModelAreEnoughForIt() {
        distilled = true;
        distance = request -> 1.2 / request.steps();
        GenerationRequest asked = ask().steps(4).build();
        assertThat(run(new StepsLadder(), asked).bearing()).isEqualTo(Bearing.SUGGESTS);
        assertThat(made).as("one pair").hasSize(2);
        made.clear();
        assertThat(run(new StepsLadder(), ask().steps(1).build()).bearing()).isEqualTo(Bearing.SUPPORTS);
    }
}
