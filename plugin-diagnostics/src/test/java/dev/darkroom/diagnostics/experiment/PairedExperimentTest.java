package dev.darkroom.diagnostics.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.BudgetSpentException;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.Decoding;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.generation.StepRecord;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
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
