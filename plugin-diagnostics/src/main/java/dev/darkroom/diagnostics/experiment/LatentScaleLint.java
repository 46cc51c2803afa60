package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Compares the scale of encoded known pictures with the scale the network expects. A calibrated denoiser returns {@code E[x0 |
 * x]}, so that the line of the truth on the estimate has slope 1; latents that are k times too large have slope k, above all
 * at high noise, where the network falls back on what it knows of its data. The latents' standard deviation, which a right
 * scaling factor makes 1 (Rombach et al. 2022, arXiv:2112.10752, appendix G), must agree.
 */
@Extension
public final class LatentScaleLint extends ModelLint {

    private static final double[] SIGMAS = {2, 5};

    /**
     * A calibrated network's slope is 1, whatever its data; how nearly it was trained to be calibrated its maker may have measured
     * ({@link ModelCard#LATENT_SLOPE}). What remains is that other pictures are other pictures: 15 %, chosen on the embedded
     * model, where wrong factors begin to show in pictures.
     */
    private static final double MARGIN = 1.15;

    /** The same encoder gives the same latents of the same pictures, but for rounding. */
    private static final double ROUNDING = 1.005;

    /**
     * How the logarithms of deviation and slope may compare. The slope lies between the scale, where the network knows its
     * pictures well, and its square, where it knows nothing but their deviation; and pictures differ in contrast.
     */
    private static final double LEAST_AGREEMENT = 0.35;

    private static final double MOST_AGREEMENT = 2.5;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "latent-scale",
                "Latent scale",
                "Compares the scale of encoded known pictures with the one that the network expects.");
    }

    @Override
    public String factor() {
        return "scaling factor";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.LATENT_SCALE, Causes.DAMAGED_WEIGHTS);
    }

    @Override
    public double promise(Case subject) {
        return 0.75;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (subject.setup().model().factor() == 1) {
            return Optional.of("the model denoises pixels: there is no scaling factor");
        }
        return Suspects.modelIsWrong(subject) ? Optional.of("the model is misread in another way") : Optional.empty();
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        KnownPictures pictures = KnownPictures.of(subject, laboratory);
        List<SelfTest.Score> scores = scores(new SelfTest(pictures, laboratory, SIGMAS));
        Pairs pairs = new Pairs("log of the slope of truth on estimate", Math.log(MARGIN));
        double calibrated = subject.setup().model().measures().getOrDefault(ModelCard.LATENT_SLOPE, 1.0);
        double squares = 0;
        for (int k = 0; k < scores.size(); k++) {
            double slope = scores.get(k).slope() / calibrated;
            pairs.add("", Math.log(Math.min(1e3, Math.max(1e-3, slope > 0 ? slope : 1e-3))));
            double std = pictures.known().get(k).latent().std();
            squares += std * std / scores.size();
        }
        PairedEffect effect = pairs.effect();
        double slope = Math.exp(effect.estimate());
        double std = Math.sqrt(squares);
        Map<String, Double> measures = Map.of("slope", slope, "latent std", std);
        String seen = "encoded pictures are " + Text.number(slope) + " times as large as the network expects (their"
                + " standard deviation is " + Text.number(std) + ")";
        boolean off = Pairs.matters(effect);
        double agreement = Math.log(std) / effect.estimate();
        OptionalDouble change = change(subject.setup().model(), pictures, std);
        Evidence scale = change.isPresent()
                ? asMeasured(subject, change.getAsDouble())
                : Evidence.of(
                                Causes.LATENT_SCALE,
                                !off
                                        ? effect.equivalent() ? Bearing.EXCLUDES : Bearing.DOUBTS
                                        : agreement > LEAST_AGREEMENT && agreement < MOST_AGREEMENT
                                                ? Bearing.PROVES
                                                : Bearing.DOUBTS,
                                off ? 0.95 : 0,
                                off ? seen + ", " + Text.p(effect.pValue()) + divide(slope) : seen)
                        .withEffect(effect);
        List<Evidence> evidence = new ArrayList<>(List.of(scale.withMeasures(measures)));
        if (off && scale.bearing().weight() <= 0) {
            evidence.add(Evidence.of(
                            Causes.DAMAGED_WEIGHTS,
                            // What the network makes of drawn cards, or at another size, is no fault of its weights.
                            pictures.own() ? Bearing.SUPPORTS : Bearing.SUGGESTS,
                            pictures.own() ? 0.7 : 0.3,
                            "the network's estimates are off by a factor of " + Text.number(slope)
                                    + " though its latents have the right scale, " + Text.p(effect.pValue()))
                    .withEffect(effect)
                    .withMeasures(measures));
        }
        return evidence;
    }

    private static String divide(double factor) {
        return ": divide \"scaling_factor\" in the VAE's config.json by " + Text.number(factor);
    }

    /** How many times as large the latents are as its maker measured of the same pictures. */
    private static OptionalDouble change(ModelCard model, KnownPictures pictures, double std) {
        Double measured = model.measures().get(ModelCard.LATENT_DEVIATION);
        return measured == null || !pictures.own() ? OptionalDouble.empty() : OptionalDouble.of(std / measured);
    }

    /** A round trip through encoder and decoder divides by the factor again: where that is sound, only the factor is left. */
    private static Evidence asMeasured(Case subject, double change) {
        boolean changed = Math.abs(Math.log(change)) > Math.log(ROUNDING);
        boolean sound = subject.known().stream()
                .anyMatch(each -> each.cause().equals(Causes.DECODER) && each.bearing() == Bearing.EXCLUDES);
        return Evidence.of(
                Causes.LATENT_SCALE,
                changed ? sound ? Bearing.PROVES : Bearing.SUGGESTS : Bearing.EXCLUDES,
                changed ? sound ? 0.95 : 0.2 : 0,
                "the model's own pictures, encoded, are " + Text.number(change)
                        + " times as large as its maker measured" + (changed ? divide(change) : ""));
    }

    /** With captions, or without where those mislead: a text encoder that does not belong is no matter of scale. */
    private static List<SelfTest.Score> scores(SelfTest test) {
        List<SelfTest.Score> captioned = test.run(request -> request);
        List<SelfTest.Score> bare =
                test.run(request -> request.toBuilder().prompt("").build());
        return SelfTest.error(captioned) <= SelfTest.error(bare) ? captioned : bare;
    }
}
