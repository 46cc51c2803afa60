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
            evidence.add(captions(pictures, laboratory));
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

    private static Evidence captions(KnownPictures pictures, Laboratory laboratory) {
        SelfTest test = new SelfTest(pictures, laboratory, SIGMAS);
        PairedEffect effect = test.compare(
                test.run(request -> request.toBuilder().prompt("").build()), test.run(request -> request), MARGIN);
        boolean helps = Pairs.matters(effect) && effect.estimate() < 0;
        return Evidence.of(
                        Causes.PROMPT_IGNORED,
                        helps ? Bearing.EXCLUDES : effect.equivalent() ? Bearing.PROVES : Bearing.SUGGESTS,
                        helps ? 0 : 0.9,
                        "their captions make the error of denoising known pictures "
                                + Text.percent(1 - Math.exp(effect.estimate())) + " smaller, "
                                + Text.p(effect.pValue()))
                .withEffect(effect);
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
