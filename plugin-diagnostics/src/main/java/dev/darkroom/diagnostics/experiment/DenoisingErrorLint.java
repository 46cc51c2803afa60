package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import java.util.LinkedHashMap;
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

    /** Where details are made: what spoils only these does not show at high noise. */
    private static final double[] FINE = {0.3};

    /**
     * The same graph on the same pictures and noise gives the same error, but for the rounding of other devices. Damage that moves
     * it less was not seen; it does not show in pictures either.
     */
    private static final double ROUNDING = 1.004;

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
        Map<String, Double> maker = subject.setup().model().measures();
        double error = error(pictures, laboratory, SIGMAS);
        double ratio = error / maker.get(ModelCard.DENOISING_ERROR);
        Map<String, Double> measures = new LinkedHashMap<>(Map.of("error", error, "ratio", ratio));
        String seen = "on the model's own pictures the network's error is " + Text.number(ratio)
                + " times what its maker measured";
        if (maker.containsKey(ModelCard.FINE_ERROR)) {
            double fine = error(pictures, laboratory, FINE);
            double fineRatio = fine / maker.get(ModelCard.FINE_ERROR);
            measures.put("fine error", fine);
            seen += ", and at little noise " + Text.number(fineRatio) + " times";
            ratio = Math.abs(Math.log(fineRatio)) > Math.abs(Math.log(ratio)) ? fineRatio : ratio;
        }
        boolean same = isSame(ratio);
        return List.of(Evidence.of(
                        Causes.DAMAGED_WEIGHTS,
                        ratio > DAMAGED ? Bearing.PROVES : same ? Bearing.EXCLUDES : Bearing.SUGGESTS,
                        ratio > DAMAGED ? 0.9 : same ? 0 : 0.3,
                        seen)
                .withMeasures(measures));
    }

    /** Returns whether two measurements of one network on the same pictures and noise are the same, by their ratio. */
    static boolean isSame(double ratio) {
        return Math.abs(Math.log(ratio)) < Math.log(ROUNDING);
    }

    private static double error(KnownPictures pictures, Laboratory laboratory, double... sigmas) {
        return SelfTest.error(new SelfTest(pictures, laboratory, sigmas)
                .run(request -> request.toBuilder().prompt("").build()));
    }
}
