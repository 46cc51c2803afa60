package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Does the prompt have any effect? Asks the network for the same noisy state with and without it, and denoises known pictures
 * with their captions and with none.
 */
@Extension
public final class PromptLint extends ModelLint {

    private static final double[] SIGMAS = {2, 5};

    /** At high noise a prompt moves the estimate by tens of percent. */
    private static final double NO_EFFECT = 0.01;

    private static final double HIGH = 5;
    private static final double MARGIN = 1.05;

    /** By less, captions lose of whatever else is slightly wrong with a model. */
    private static final double CLEARLY = 1.03;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "prompt-effect",
                "Effect of the prompt",
                "Asks the network for the same noisy pictures with and without their prompts.");
    }

    @Override
    public String factor() {
        return "prompt";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.PROMPT_IGNORED);
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        GenerationRequest asked = subject.question().request();
        if (asked.prompt().isBlank()) {
            return List.of(Evidence.of(
                    Causes.PROMPT_IGNORED, Bearing.PROVES, 0.9, "the prompt is empty: the model draws what it likes"));
        }
        if (asked.cfgScale() == 0) {
            return List.of(Evidence.of(
                    Causes.PROMPT_IGNORED,
                    Bearing.PROVES,
                    0.9,
                    "the guidance scale is 0: only the estimate without the prompt is used"));
        }
        List<Evidence> evidence = new ArrayList<>();
        double moved = moved(subject, laboratory);
        evidence.add(Evidence.of(
                        Causes.PROMPT_IGNORED,
                        moved < NO_EFFECT ? Bearing.PROVES : Bearing.DOUBTS,
                        moved < NO_EFFECT ? 0.95 : 0,
                        "at sigma " + Text.number(HIGH) + " the prompt moves the estimate by " + Text.percent(moved)
                                + " of its size")
                .withMeasures(Map.of("moved", moved)));
        KnownPictures pictures = KnownPictures.of(subject, laboratory);
        if (pictures.captioned() && !Suspects.modelIsWrong(subject)) {
            evidence.add(captions(subject, pictures, laboratory));
        }
        return evidence;
    }

    /** How far apart the estimates with the prompt and with none are, over the estimate. */
    private static double moved(Case subject, Laboratory laboratory) {
        GenerationRequest with = subject.question().request().toBuilder()
                .negativePrompt("")
                .guidance(Choice.of("cfg"))
                .cfgScale(1)
                .build();
        GenerationRequest without = with.toBuilder().prompt("").build();
        Latent own = subject.shot().result().latent();
        java.util.Random random = new java.util.Random(1);
        Latent noise = Latent.generate(own.shape(), i -> (float) random.nextGaussian());
        Latent x = noise.times(HIGH);
        Latent a = laboratory
                .bench()
                .denoise(with, x, HIGH, laboratory.cancellation())
                .denoised();
        Latent b = laboratory
                .bench()
                .denoise(without, x, HIGH, laboratory.cancellation())
                .denoised();
        return a.minus(b).rms() / Math.max(1e-9, a.rms());
    }

    private static Evidence captions(Case subject, KnownPictures pictures, Laboratory laboratory) {
        SelfTest test = new SelfTest(pictures, laboratory, SIGMAS);
        List<SelfTest.Score> captioned = test.run(request -> request);
        List<SelfTest.Score> bare =
                test.run(request -> request.toBuilder().prompt("").build());
        PairedEffect effect = test.compare(bare, captioned, MARGIN);
        String seen = "their captions make the error of denoising known pictures "
                + Text.percent(1 - Math.exp(effect.estimate())) + " smaller, " + Text.p(effect.pValue());
        boolean helps = Pairs.matters(effect) && effect.estimate() < 0;
        Evidence evidence = helps
                ? asMuchAsMeasured(subject, pictures, SelfTest.error(captioned), SelfTest.error(bare), seen)
                : Evidence.of(
                        Causes.PROMPT_IGNORED, effect.equivalent() ? Bearing.PROVES : Bearing.SUGGESTS, 0.9, seen);
        return evidence.withEffect(effect).withMeasures(Map.of("captioned error", SelfTest.error(captioned)));
    }

    /**
     * That captions help acquits nobody: a damaged text encoder's help too, only less. How much less, the maker's measure tells; that
     * the captions themselves are wrong is not told apart.
     */
    private static Evidence asMuchAsMeasured(
            Case subject, KnownPictures pictures, double captioned, double bare, String seen) {
        Map<String, Double> maker = subject.setup().model().measures();
        boolean comparable = maker.keySet().containsAll(Set.of(ModelCard.CAPTIONED_ERROR, ModelCard.DENOISING_ERROR))
                && pictures.own()
                && subject.setup().request().weights() == Weights.EMA
                && subject.setup().request().precision() == Precision.FP32;
        if (!comparable) {
            return Evidence.of(
                    Causes.PROMPT_IGNORED,
                    Bearing.DOUBTS,
                    0,
                    seen + "; how much they should, only the model's maker could say");
        }
        double ratio = captioned / maker.get(ModelCard.CAPTIONED_ERROR);
        double network = bare / maker.get(ModelCard.DENOISING_ERROR);
        boolean same = DenoisingErrorLint.isSame(ratio / network);
        return Evidence.of(
                Causes.PROMPT_IGNORED,
                same ? Bearing.EXCLUDES : Bearing.SUGGESTS,
                same ? 0 : DenoisingErrorLint.isSame(network) && ratio > CLEARLY ? 0.5 : 0.15,
                seen + "; it is " + Text.number(ratio) + " times what the model's maker measured with them, "
                        + Text.number(network) + " times without");
    }

    @Override
    public Optional<GenerationRequest> cure(Case subject, String cause) {
        GenerationRequest request = subject.question().request();
        return request.cfgScale() == 0
                ? Optional.of(request.toBuilder()
                        .cfgScale(Suspects.usualGuidance(subject))
                        .build())
                : Optional.empty();
    }
}
