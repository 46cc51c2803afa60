package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Compares the error with which the network denoises the model's own pictures, without their captions, with the error that its
 * maker measured on the same pictures and noise. It comes last: a wrong configuration shows in this error too.
 */
@Extension
public final class DenoisingErrorLint extends ModelLint {

    private static final double[] SIGMAS = {2, 5};

    /** The same graph on the same pictures gives the same error, but for rounding. */
    private static final double SOUND = 1.03;

    private static final double DAMAGED = 1.1;

    /** What raises the error though the weights are whole: they may be the raw ones, in the place of the average. */
    private static final Set<String> EXPLAINED = Set.of(Causes.PROMPT_IGNORED, Causes.RAW_WEIGHTS);

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "denoising-error",
                "Denoising error",
                "Compares the error on the model's own pictures with the one its maker measured.");
    }

    @Override
    public String factor() {
        return "nothing";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.DAMAGED_WEIGHTS);
    }

    @Override
    public double promise(Case subject) {
        return 0.6;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (!subject.setup().model().measures().containsKey(ModelCard.DENOISING_ERROR)) {
            return Optional.of("the model's maker measured no error to compare with");
        }
        if (subject.setup().request().weights() != Weights.EMA
                || subject.setup().request().precision() != Precision.FP32) {
            return Optional.of("what the model's maker measured is of the averaged weights in FP32");
        }
        return Suspects.modelIsWrong(subject) || Suspects.proven(subject, EXPLAINED)
                ? Optional.of("the model is misread or damaged in another way")
                : Optional.empty();
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        KnownPictures pictures = KnownPictures.of(subject, laboratory);
        if (!pictures.own()) {
            return List.of(Evidence.of(
                    Causes.DAMAGED_WEIGHTS,
                    Bearing.NEUTRAL,
                    0,
                    "the model does not bring the pictures, of its native size, that its maker measured"));
        }
        SelfTest test = new SelfTest(pictures, laboratory, SIGMAS);
        double error = SelfTest.error(
                test.run(request -> request.toBuilder().prompt("").build()));
        double ratio = error / subject.setup().model().measures().get(ModelCard.DENOISING_ERROR);
        return List.of(Evidence.of(
                        Causes.DAMAGED_WEIGHTS,
                        ratio > DAMAGED ? Bearing.PROVES : ratio > SOUND ? Bearing.SUGGESTS : Bearing.EXCLUDES,
                        ratio > DAMAGED ? 0.9 : ratio > SOUND ? 0.3 : 0,
                        "on the model's own pictures the network's error is " + Text.number(ratio)
                                + " times what its maker measured")
                .withMeasures(Map.of("error", error, "ratio", ratio)));
    }
}
