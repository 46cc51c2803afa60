package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.picture.Picture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.pf4j.Extension;

/**
 * The VAE's round trip on known pictures, and one more: what was encoded and decoded is encoded again and must give the same
 * latent. A decoder that blurs or shifts does not bring it back; one that swaps channels or ranges does, once its picture is
 * swapped back.
 */
@Extension
public final class DecoderLint extends ModelLint {

    /**
     * Over what its maker measured. On the model's own pictures a sound decoder loses just that, but for the rounding of other
     * devices and precisions.
     */
    private static final double AS_MEASURED = 1.25;

    private static final double ROUNDING = 1.01;

    private static final double ROUNDING_OF_OTHER_PRECISIONS = 1.06;

    /**
     * What a sound decoder loses at most where its maker measured nothing. The embedded model's, of eight channels, loses 0.05;
     * how much the blurrier ones of four channels lose is their makers' to say.
     */
    private static final double UNKNOWN = 0.25;

    /** A swap undone brings the latent back, where it was lost. */
    private static final double CURED = 0.5;

    private static final Map<String, UnaryOperator<Picture>> MIX_UPS = new LinkedHashMap<>();

    static {
        MIX_UPS.put("blue, green and red are in this order", picture -> permuted(picture, 2, 1, 0));
        MIX_UPS.put("red and green are swapped", picture -> permuted(picture, 1, 0, 2));
        MIX_UPS.put("green and blue are swapped", picture -> permuted(picture, 0, 2, 1));
        MIX_UPS.put("the channels are turned by one", picture -> permuted(picture, 1, 2, 0));
        MIX_UPS.put("the channels are turned by two", picture -> permuted(picture, 2, 0, 1));
        MIX_UPS.put("light and dark are swapped", picture -> mapped(picture, value -> 1 - value));
        MIX_UPS.put("0 to 1 is taken for -1 to 1", picture -> mapped(picture, value -> 2 * value - 1));
    }

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "vae-round-trip", "VAE round trip", "Encodes, decodes and encodes known pictures again.");
    }

    @Override
    public String factor() {
        return "the VAE alone";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.DECODER, Causes.CHANNEL_ORDER);
    }

    @Override
    public double promise(Case subject) {
        return 0.9;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        return subject.setup().model().factor() == 1
                ? Optional.of("the model denoises pixels: there is no VAE")
                : Optional.empty();
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        KnownPictures all = KnownPictures.of(subject, laboratory);
        List<KnownPictures.Known> pictures = all.known();
        List<Picture> decoded = pictures.stream()
                .map(known -> laboratory.bench().decode(known.request(), known.latent(), laboratory.cancellation()))
                .toList();
        if (decoded.stream().anyMatch(picture -> picture.countNonFinite() > 0)) {
            return List.of(Evidence.of(
                    Causes.FP16_DECODER,
                    Bearing.PROVES,
                    0.95,
                    "the decoder makes NaN of encoded real pictures: it overflows or is damaged"));
        }
        OptionalDouble measured = measured(subject.setup().model(), all);
        double sound = measured.isPresent() ? AS_MEASURED * measured.getAsDouble() : UNKNOWN;
        double lost = lost(pictures, decoded, UnaryOperator.identity(), laboratory);
        double psnr = psnr(pictures, decoded);
        String seen = "encoded, decoded and encoded again, known pictures come back to within " + Text.percent(lost)
                + " of the latent (" + Text.number(psnr) + " dB)";
        Map<String, Double> measures = Map.of("lost", lost, "psnr", psnr);
        if (lost < sound) {
            boolean exact = subject.setup().request().precision() == Precision.FP32;
            boolean worse = lost > (exact ? ROUNDING : ROUNDING_OF_OTHER_PRECISIONS) * measured.orElse(lost);
            return List.of(
                    Evidence.of(
                                    Causes.DECODER,
                                    worse ? Bearing.SUGGESTS : measured.isPresent() ? Bearing.EXCLUDES : Bearing.DOUBTS,
                                    worse ? 0.3 : 0,
                                    seen + (worse ? ": a little more than its maker measured" : ""))
                            .withMeasures(measures),
                    Evidence.of(Causes.CHANNEL_ORDER, Bearing.EXCLUDES, 0, seen).withMeasures(measures));
        }
        for (Map.Entry<String, UnaryOperator<Picture>> mixUp : MIX_UPS.entrySet()) {
            double left = lost(pictures, decoded, mixUp.getValue(), laboratory);
            if (left < CURED * lost) {
                return List.of(
                        Evidence.of(
                                        Causes.CHANNEL_ORDER,
                                        Bearing.PROVES,
                                        0.95,
                                        seen + "; undone that " + mixUp.getKey() + ", to within " + Text.percent(left))
                                .withMeasures(measures),
                        Evidence.of(
                                Causes.DECODER,
                                left < sound ? Bearing.EXCLUDES : Bearing.NEUTRAL,
                                0,
                                "once that is undone the decoder loses " + Text.percent(left)));
            }
        }
        return List.of(
                Evidence.of(
                                Causes.DECODER,
                                lost > 2 * sound ? Bearing.PROVES : Bearing.SUPPORTS,
                                Math.min(0.9, 0.6 + lost),
                                seen + ": sound, it loses less than " + Text.percent(sound))
                        .withMeasures(measures),
                Evidence.of(
                        Causes.CHANNEL_ORDER,
                        Bearing.EXCLUDES,
                        0,
                        "no order or range of the channels brings them back"));
    }

    private static OptionalDouble measured(ModelCard model, KnownPictures pictures) {
        Double measured = model.measures().get(ModelCard.DECODER_LOSS);
        return measured == null || !pictures.own() ? OptionalDouble.empty() : OptionalDouble.of(measured);
    }

    private static double lost(
            List<KnownPictures.Known> pictures,
            List<Picture> decoded,
            UnaryOperator<Picture> change,
            Laboratory laboratory) {
        double sum = 0;
        for (int k = 0; k < pictures.size(); k++) {
            KnownPictures.Known known = pictures.get(k);
            Picture seen = change.apply(mapped(decoded.get(k), value -> value));
            Latent again = laboratory.bench().encode(known.request(), seen, laboratory.cancellation());
            sum += again.minus(known.latent()).rms()
                    / Math.max(1e-9, known.latent().std());
        }
        return sum / pictures.size();
    }

    private static double psnr(List<KnownPictures.Known> pictures, List<Picture> decoded) {
        double sum = 0;
        for (int k = 0; k < pictures.size(); k++) {
            sum += Pixels.decibels(pictures.get(k).picture(), decoded.get(k));
        }
        return sum / pictures.size();
    }

    private static Picture permuted(Picture picture, int red, int green, int blue) {
        int size = picture.width() * picture.height();
        float[] planes = new float[3 * size];
        System.arraycopy(picture.plane(red), 0, planes, 0, size);
        System.arraycopy(picture.plane(green), 0, planes, size, size);
        System.arraycopy(picture.plane(blue), 0, planes, 2 * size, size);
        return Picture.of(picture.width(), picture.height(), planes);
    }

    private interface Value {
        float of(float value);
    }

    /** What a file would hold: values beyond the range are cut off, before and after. */
    private static Picture mapped(Picture picture, Value value) {
        float[] planes = picture.toArray();
        for (int i = 0; i < planes.length; i++) {
            planes[i] = clamp(value.of(clamp(planes[i])));
        }
        return Picture.of(picture.width(), picture.height(), planes);
    }

    private static float clamp(float value) {
        return Math.min(1, Math.max(0, value));
    }
}
