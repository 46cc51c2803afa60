package dev.darkroom.diagnostics.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Effort;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.generation.GenerationRequest;
import org.junit.jupiter.api.Test;

/** What experiments that compare runs have in common. */
class PairedExperimentTest extends FormulaRuns {

    @Test
    void aPairedExperimentKeepsToWhatItDeclares() {
        distance = request -> 1.2 / request.steps();
        for (int steps : new int[] {4, 14, 20}) {
            GenerationRequest asked = ask().steps(steps).build();
            made.clear();
            made.add(asked);
            run(new StepsLadder(), asked);
            assertThat(made.size() - 1).isLessThanOrEqualTo(new StepsLadder().mostPictures(subject(asked)));
        }
    }

    @Test
    void onePairScreensUnlessEveryPairIsWanted() {
        distance = request -> 1e-6;
        GenerationRequest asked = ask().steps(40).build();
        assertThat(run(new StepsLadder(), asked).effect().orElseThrow().deltas())
                .hasSize(1);
        effort = Effort.EXHAUSTIVE;
        assertThat(run(new StepsLadder(), asked).effect().orElseThrow().deltas())
                .hasSize(8);
    }

    @Test
    void whatTheBudgetAllowsIsToldWithoutCertainty() {
        contrast = request -> 0.1 * request.cfgScale();
        budget = 6;
        Evidence evidence = run(new GuidanceDown(), ask().cfgScale(14).build());
        assertThat(evidence.bearing()).isEqualTo(Bearing.SUGGESTS);
        assertThat(evidence.effect())
                .hasValueSatisfying(effect -> assertThat(effect.deltas()).hasSize(3));
    }

    @Test
    void pairsWhoseAlignmentNobodyKnowsSayNothing() {
        alignment = request -> request.negativePrompt().isEmpty() ? Double.NaN : 0.2;
        GenerationRequest asked = ask().negativePrompt("dogs").build();
        assertThat(run(new NegativePromptOff(), asked).bearing()).isEqualTo(Bearing.DOUBTS);
    }
}
