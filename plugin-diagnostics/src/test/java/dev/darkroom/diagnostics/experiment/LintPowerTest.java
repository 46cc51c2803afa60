package dev.darkroom.diagnostics.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A lint rules out only what it could have seen. */
class LintPowerTest {

    private final GaussianModel model = new GaussianModel();

    private static DiffusionProcess scaledLinear(double end) {
        return DiffusionProcess.discrete(
                PredictionType.V,
                BetaSchedule.cumulativeProducts(BetaSchedule.SCALED_LINEAR.betas(1000, 0.00085, end)));
    }

    /** What a maker would have measured of the model as it is now. */
    private void measured() {
        Map<String, Double> measures = new HashMap<>(Map.of(ModelCard.DENOISING_ERROR, 1.0, ModelCard.FINE_ERROR, 1.0));
        model.measures = measures;
        measures.putAll(Map.of(
                ModelCard.DENOISING_ERROR, measure(new DenoisingErrorLint(), "error"),
                ModelCard.FINE_ERROR, measure(new DenoisingErrorLint(), "fine error"),
                ModelCard.CAPTIONED_ERROR, measure(new PromptLint(), "captioned error"),
                ModelCard.LATENT_DEVIATION, measure(new LatentScaleLint(), "latent std")));
        model.known = List.of();
    }

    private double measure(ModelLint lint, String name) {
        return lint.run(model.subject(), model.laboratory).stream()
                .filter(each -> each.measures().containsKey(name))
                .findFirst()
                .orElseThrow()
                .measures()
                .get(name);
    }

    @Test
    void betasAFifthOffAreNotRuledOut() {
        model.claimed = scaledLinear(0.0144);
        assertThat(model.bearings(new BetaScheduleLint()).get(Causes.BETA_SCHEDULE))
                .isIn(Bearing.SUGGESTS, Bearing.PROVES);
        assertThat(model.known.get(0).statement()).contains("--beta-schedule scaled_linear,8.5E-4,0.012");
    }

    @Test
    void betasRescaledToZeroTerminalSnrAreNotRuledOut() {
        model.claimed = DiffusionProcess.discrete(
                PredictionType.V,
                BetaSchedule.zeroTerminalSnr(scaledLinear(0.012).alphasCumprod(), BetaSchedule.DIFFUSERS_FLOOR));
        assertThat(model.bearings(new BetaScheduleLint()).get(Causes.BETA_SCHEDULE))
                .isIn(Bearing.SUGGESTS, Bearing.PROVES);
    }

    @Test
    void aNetworkThatHearsNoNoiseLevelCannotAcquitItsBetas() {
        model.hearsNoiseLevel = false;
        assertThat(model.bearings(new BetaScheduleLint())).containsEntry(Causes.BETA_SCHEDULE, Bearing.DOUBTS);
    }

    @Test
    void captionsThatHelpLessThanTheyDidAreSuspect() {
        measured();
        assertThat(model.bearings(new PromptLint())).containsEntry(Causes.PROMPT_IGNORED, Bearing.EXCLUDES);
        model.hearing = 0.3;
        Map<String, Bearing> found = model.bearings(new PromptLint());
        assertThat(found).doesNotContainValue(Bearing.EXCLUDES);
        assertThat(model.known).anyMatch(each -> each.bearing() == Bearing.SUGGESTS && each.size() > 0.4);
        assertThat(model.bearings(new DenoisingErrorLint()))
                .as("the network is sound")
                .containsEntry(Causes.DAMAGED_WEIGHTS, Bearing.EXCLUDES);
    }

    @Test
    void damageThatShowsAtLittleNoiseOnlyIsSeen() {
        measured();
        model.fineError = 0.1;
        assertThat(model.bearings(new DenoisingErrorLint()).get(Causes.DAMAGED_WEIGHTS))
                .isIn(Bearing.SUGGESTS, Bearing.PROVES);
    }

    @Test
    void aNetworkThatIsBetterThanItsMakersIsAnotherOne() {
        model.averageError = 0.3;
        measured();
        model.averageError = 0;
        assertThat(model.bearings(new DenoisingErrorLint())).containsEntry(Causes.DAMAGED_WEIGHTS, Bearing.SUGGESTS);
    }

    @Test
    void aScaleTenPercentOffIsProvenWhereTheDecoderIsSound() {
        measured();
        assertThat(model.bearings(new LatentScaleLint())).containsEntry(Causes.LATENT_SCALE, Bearing.EXCLUDES);
        model.latentScale = 1.1;
        model.known = List.of();
        assertThat(model.bearings(new LatentScaleLint()))
                .as("the encoder may have changed")
                .containsEntry(Causes.LATENT_SCALE, Bearing.SUGGESTS);
        model.known = List.of(Evidence.of(Causes.DECODER, Bearing.EXCLUDES, 0, "sound"));
        assertThat(model.bearings(new LatentScaleLint())).containsEntry(Causes.LATENT_SCALE, Bearing.PROVES);
    }

    @Test
    void aDecoderOfWhichNothingIsKnownIsNotAcquitted() {
        model.measures = Map.of();
        assertThat(model.bearings(new DecoderLint())).containsEntry(Causes.DECODER, Bearing.DOUBTS);
    }

    @Test
    void anAverageThatAnswersAsTheRawWeightsDoIsTheRawOnes() {
        assertThat(model.bearings(new WeightsLint())).containsEntry(Causes.RAW_WEIGHTS, Bearing.PROVES);
    }

    @Test
    void anAverageThatIsNotSeenToBeBetterMayBeTheRawOnes() {
        model.rawError = 0.3;
        model.averageError = 0.31;
        assertThat(model.bearings(new WeightsLint())).doesNotContainEntry(Causes.RAW_WEIGHTS, Bearing.EXCLUDES);
    }
}
