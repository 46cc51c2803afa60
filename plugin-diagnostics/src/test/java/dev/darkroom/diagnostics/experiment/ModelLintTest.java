package dev.darkroom.diagnostics.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.PredictionType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every lint on a model that is right by construction, and on the same model wrong in one way. */
class ModelLintTest {

    private final GaussianModel model = new GaussianModel();

    private Map<String, Bearing> run(Experiment lint) {
        return model.bearings(lint);
    }

    @Test
    void aRightPredictionTypeIsExcluded() {
        assertThat(run(new PredictionTypeLint())).containsEntry(Causes.PREDICTION_TYPE, Bearing.EXCLUDES);
    }

    @Test
    void aWrongPredictionTypeIsProvenAndTheRightOneOffered() {
        model.claimed = GaussianModel.process(PredictionType.EPSILON, BetaSchedule.SCALED_LINEAR);
        PredictionTypeLint lint = new PredictionTypeLint();
        assertThat(run(lint)).containsEntry(Causes.PREDICTION_TYPE, Bearing.PROVES);
        assertThat(lint.cure(model.subject(), Causes.PREDICTION_TYPE))
                .hasValueSatisfying(
                        cure -> assertThat(cure.process().prediction()).contains(PredictionType.V));
    }

    @Test
    void rightBetasAreExcluded() {
        assertThat(run(new BetaScheduleLint())).containsEntry(Causes.BETA_SCHEDULE, Bearing.EXCLUDES);
    }

    @Test
    void wrongBetasAreProvenAndTheRightOnesOffered() {
        model.claimed = GaussianModel.process(PredictionType.V, BetaSchedule.LINEAR);
        BetaScheduleLint lint = new BetaScheduleLint();
        assertThat(run(lint)).containsEntry(Causes.BETA_SCHEDULE, Bearing.PROVES);
        assertThat(lint.cure(model.subject(), Causes.BETA_SCHEDULE))
                .hasValueSatisfying(cure -> assertThat(cure.process().betas())
                        .contains(ProcessOverrides.Betas.of(BetaSchedule.SCALED_LINEAR)));
    }

    @Test
    void aModelThatBringsFewPicturesIsNotAcquittedForIt() {
        model.samples = 4;
        model.claimed = GaussianModel.process(PredictionType.V, BetaSchedule.LINEAR);
        assertThat(run(new BetaScheduleLint())).containsEntry(Causes.BETA_SCHEDULE, Bearing.PROVES);
    }

    @Test
    void aMisreadModelIsNotDoubtedTwice() {
        model.known = List.of(Evidence.of(Causes.PREDICTION_TYPE, Bearing.PROVES, 1, "misread"));
        assertThat(new BetaScheduleLint().obstacle(model.subject())).isPresent();
        assertThat(new LatentScaleLint().obstacle(model.subject())).isPresent();
    }

    @Test
    void theRightScaleIsExcluded() {
        model.deaf = true;
        assertThat(run(new LatentScaleLint())).containsEntry(Causes.LATENT_SCALE, Bearing.EXCLUDES);
        assertThat(model.known.get(0).measures().get("slope")).isCloseTo(1, within(0.1));
    }

    @Test
    void aWrongScaleIsProvenEitherWay() {
        model.deaf = true;
        for (double scale : new double[] {0.6, 1.6}) {
            model.known = List.of();
            model.latentScale = scale;
            assertThat(run(new LatentScaleLint())).containsEntry(Causes.LATENT_SCALE, Bearing.PROVES);
            assertThat(model.known.get(0).measures().get("latent std")).isCloseTo(scale, within(0.1));
        }
    }

    @Test
    void theAverageMayBeBetter() {
        model.rawError = 0.5;
        assertThat(run(new WeightsLint()))
                .containsEntry(Causes.RAW_WEIGHTS, Bearing.EXCLUDES)
                .containsEntry(Causes.EMA_LAG, Bearing.EXCLUDES);
    }

    @Test
    void rawWeightsThatAreWorseAreNamed() {
        model.rawError = 0.5;
        model.request = GenerationRequest.of("a cat").weights(Weights.RAW).build();
        WeightsLint lint = new WeightsLint();
        assertThat(run(lint).get(Causes.RAW_WEIGHTS)).isEqualTo(Bearing.PROVES);
        assertThat(lint.cure(model.subject(), Causes.RAW_WEIGHTS))
                .hasValueSatisfying(cure -> assertThat(cure.weights()).isEqualTo(Weights.EMA));
    }

    @Test
    void anAverageFarWorseThanTheRawWeightsIsDamaged() {
        model.averageError = 3;
        assertThat(run(new WeightsLint())).containsEntry(Causes.DAMAGED_WEIGHTS, Bearing.PROVES);
    }

    @Test
    void equalFilesGiveAwayThatOneTookTheOthersPlace() {
        model.sameFiles = true;
        WeightsLint lint = new WeightsLint();
        assertThat(run(lint)).containsEntry(Causes.RAW_WEIGHTS, Bearing.PROVES);
        assertThat(lint.cure(model.subject(), Causes.RAW_WEIGHTS)).isEmpty();
    }

    @Test
    void aPrecisionIsJudgedByItsErrorInOneStep() {
        assertThat(run(new PrecisionLint())).containsEntry(Causes.QUANTISATION, Bearing.EXCLUDES);
        model.request = GenerationRequest.of("a cat").precision(Precision.INT8).build();
        assertThat(run(new PrecisionLint())).containsEntry(Causes.QUANTISATION, Bearing.EXCLUDES);
        model.int8Error = 0.8;
        PrecisionLint lint = new PrecisionLint();
        assertThat(run(lint)).containsEntry(Causes.QUANTISATION, Bearing.PROVES);
        assertThat(lint.cure(model.subject(), Causes.QUANTISATION))
                .hasValueSatisfying(cure -> assertThat(cure.precision()).isEqualTo(Precision.FP32));
    }

    @Test
    void captionsThatHelpAcquitNobodyWhereTheMakerDidNotSayHowMuch() {
        assertThat(run(new PromptLint())).containsEntry(Causes.PROMPT_IGNORED, Bearing.DOUBTS);
    }

    @Test
    void aPromptWithoutEffectIsProven() {
        model.deaf = true;
        assertThat(run(new PromptLint())).containsEntry(Causes.PROMPT_IGNORED, Bearing.PROVES);
    }

    @Test
    void anEmptyPromptAndGuidanceZeroAreProvenWithoutAsking() {
        model.request = GenerationRequest.of(" ").build();
        assertThat(run(new PromptLint())).containsEntry(Causes.PROMPT_IGNORED, Bearing.PROVES);
        model.request = GenerationRequest.of("a cat").cfgScale(0).build();
        PromptLint lint = new PromptLint();
        assertThat(run(lint)).containsEntry(Causes.PROMPT_IGNORED, Bearing.PROVES);
        assertThat(lint.cure(model.subject(), Causes.PROMPT_IGNORED))
                .hasValueSatisfying(cure -> assertThat(cure.cfgScale()).isEqualTo(3));
    }

    @Test
    void aSoundDecoderBringsTheLatentBack() {
        assertThat(run(new DecoderLint()))
                .containsEntry(Causes.DECODER, Bearing.EXCLUDES)
                .containsEntry(Causes.CHANNEL_ORDER, Bearing.EXCLUDES);
    }

    @Test
    void swappedChannelsAreProvenAndTheDecoderAcquitted() {
        model.swapped = true;
        assertThat(run(new DecoderLint()))
                .containsEntry(Causes.CHANNEL_ORDER, Bearing.PROVES)
                .containsEntry(Causes.DECODER, Bearing.EXCLUDES);
    }

    @Test
    void aDecoderThatBlursIsProven() {
        model.blurred = true;
        assertThat(run(new DecoderLint()))
                .containsEntry(Causes.DECODER, Bearing.PROVES)
                .containsEntry(Causes.CHANNEL_ORDER, Bearing.EXCLUDES);
    }

    @Test
    void aDecoderIsHeldToWhatItsMakerMeasured() {
        model.blurred = true;
        model.measures = Map.of(ModelCard.DECODER_LOSS, 0.75);
        assertThat(run(new DecoderLint())).containsEntry(Causes.DECODER, Bearing.EXCLUDES);
        model.measures = Map.of();
        assertThat(run(new DecoderLint()))
                .as("twice what the worst sound one may lose")
                .containsEntry(Causes.DECODER, Bearing.PROVES);
    }

    @Test
    void aNetworkIsHeldToTheCalibrationItsMakerMeasured() {
        model.latentScale = 1.3;
        Map<String, Bearing> found = run(new LatentScaleLint());
        assertThat(found).containsEntry(Causes.LATENT_SCALE, Bearing.PROVES);
        model.known = List.of();
        model.measures = Map.of(ModelCard.LATENT_SLOPE, 1.65);
        assertThat(run(new LatentScaleLint())).doesNotContainEntry(Causes.LATENT_SCALE, Bearing.PROVES);
    }

    @Test
    void aDecoderIsComparedWithAnotherModels() {
        assertThat(new OtherDecoder().obstacle(model.subject())).isPresent();
        model.models = List.of(model.card("gauss"), model.card("other"));
        assertThat(run(new OtherDecoder())).containsEntry(Causes.DECODER, Bearing.DOUBTS);
        model.otherBlurred = true;
        assertThat(run(new OtherDecoder())).as("the other's fault").containsEntry(Causes.DECODER, Bearing.DOUBTS);
        model.blurred = true;
        model.otherBlurred = false;
        assertThat(run(new OtherDecoder())).containsEntry(Causes.DECODER, Bearing.SUPPORTS);
    }

    @Test
    void aNetworkIsHeldToTheErrorItsMakerMeasured() {
        assertThat(new DenoisingErrorLint().obstacle(model.subject()))
                .as("nothing was measured")
                .isPresent();
        model.measures = Map.of(ModelCard.DENOISING_ERROR, 1.0);
        double sound = new DenoisingErrorLint()
                .run(model.subject(), model.laboratory)
                .get(0)
                .measures()
                .get("error");
        model.measures = Map.of(ModelCard.DENOISING_ERROR, sound);
        assertThat(run(new DenoisingErrorLint())).containsEntry(Causes.DAMAGED_WEIGHTS, Bearing.EXCLUDES);
        model.averageError = 0.7;
        model.known = List.of(Evidence.of(Causes.RAW_WEIGHTS, Bearing.PROVES, 0.8, "the files are the same"));
        assertThat(new DenoisingErrorLint().obstacle(model.subject()))
                .as("raw weights denoise worse")
                .isPresent();
        model.known = List.of();
        assertThat(run(new DenoisingErrorLint())).containsEntry(Causes.DAMAGED_WEIGHTS, Bearing.PROVES);
        model.request = model.request.toBuilder().weights(Weights.RAW).build();
        assertThat(new DenoisingErrorLint().obstacle(model.subject()))
                .as("the averaged weights were measured")
                .isPresent();
    }
}
