package dev.darkroom.benchmark.inspection;

import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.diagnostics.measure.Autocorrelation;
import dev.darkroom.diagnostics.measure.Cambi;
import dev.darkroom.diagnostics.measure.ColorPlanes;
import dev.darkroom.diagnostics.measure.Derivatives;
import dev.darkroom.diagnostics.measure.NoiseSigma;
import dev.darkroom.diagnostics.measure.OpponentPlanes;
import dev.darkroom.diagnostics.measure.Plane;
import dev.darkroom.diagnostics.measure.Pyramid;
import dev.darkroom.diagnostics.measure.Quantiles;
import dev.darkroom.diagnostics.measure.SampledPixels;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Measures that are in common use: what the inspectors have to be better than. The higher, the worse the picture. */
enum PublicTool {

    /** Donoho and Johnstone's (1994) estimate in blocks, of the quietest tenth of them. */
    BLOCK_MAD("block MAD", PublicTool::blockMad, Symptom.NOISE),

    /** The variance of the Laplacian (Pech-Pacheco et al. 2000). */
    LAPLACIAN("-log Laplacian variance", p -> -Math.log(Derivatives.laplacianVariance(luma(p)) + 1e-6), Symptom.BLUR),

    /** The highest peak of the autocorrelation of the Laplacian, away from no shift at all. */
    AUTOCORRELATION("autocorrelation", PublicTool::autocorrelation, Symptom.TILING, Symptom.DUPLICATION),

    /** The mean power at the multiples of an eighth over that of all frequencies, of the Laplacian. */
    COMB("spectral comb", PublicTool::comb, Symptom.GRID),

    /** The cast over the spread of the chroma (Gasparini and Schettini 2004), of the less colourful half of the pixels. */
    K_FACTOR("K-factor, near-neutral", PublicTool::castFactor, Symptom.CAST),

    /** The 95th percentile of the saturation of HSV. */
    S95("S95", PublicTool::saturation, Symptom.OVERSATURATION),

    /** CAMBI with the widest contrasts its options name, up to 8 codes. */
    CAMBI(
            "CAMBI, max_log_contrast 5",
            p -> Cambi.of(Cambi.ramp(32)).measure(luma(p)).index(),
            Symptom.BANDING);

    private static final int BLOCK = 32;
    private static final int PERIOD = 8;

    private final String words;
    private final ToDoubleFunction<Picture> measure;
    private final Set<Symptom> symptoms;

    PublicTool(String words, ToDoubleFunction<Picture> measure, Symptom... symptoms) {
        this.words = words;
        this.measure = measure;
        this.symptoms = Set.of(symptoms);
    }

    /** Returns the tool for a symptom, if there is one in common use. */
    static Optional<PublicTool> of(Symptom symptom) {
        return Arrays.stream(values())
                .filter(tool -> tool.symptoms.contains(symptom))
                .findFirst();
    }

    double measure(Picture picture) {
        return measure.applyAsDouble(picture);
    }

    @Override
    public String toString() {
        return words;
    }

    private static Plane luma(Picture picture) {
        return OpponentPlanes.of(picture).luma();
    }

    private static double blockMad(Picture picture) {
        return NoiseSigma.blocks(Pyramid.of(luma(picture), 1), BLOCK, 1).get(0).quantile(0.1);
    }

    private static double autocorrelation(Picture picture) {
        Plane correlation = Autocorrelation.plain(Derivatives.laplacian(luma(picture)));
        int width = correlation.width();
        int height = correlation.height();
        int near = Math.min(width, height) / 10;
        double highest = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (Math.min(x, width - x) >= near || Math.min(y, height - y) >= near) {
                    highest = Math.max(highest, correlation.at(x, y));
                }
            }
        }
        return highest / (correlation.at(0) + 1e-9);
    }

    /** By Parseval's theorem the power in the comb is that of the means over pixels of one phase. */
    private static double comb(Picture picture) {
        Plane high = Derivatives.laplacian(luma(picture));
        int width = high.width() / PERIOD * PERIOD;
        int height = high.height() / PERIOD * PERIOD;
        double[] sums = new double[PERIOD * PERIOD];
        double energy = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double value = high.at(x, y);
                sums[y % PERIOD * PERIOD + x % PERIOD] += value;
                energy += value * value;
            }
        }
        double squares = Arrays.stream(sums).map(sum -> sum * sum).sum();
        return squares / (energy * sums.length + 1e-9);
    }

    private static double castFactor(Picture picture) {
        ColorPlanes colors = ColorPlanes.of(picture);
        Plane a = colors.a();
        Plane b = colors.b();
        double[] chroma = IntStream.range(0, a.size())
                .mapToDouble(i -> Math.hypot(a.at(i), b.at(i)))
                .toArray();
        double limit = Quantiles.of(chroma, 0.5);
        int[] neutral = IntStream.range(0, chroma.length)
                .filter(i -> chroma[i] <= limit)
                .toArray();
        double meanA = IntStream.of(neutral).mapToDouble(a::at).average().orElse(0);
        double meanB = IntStream.of(neutral).mapToDouble(b::at).average().orElse(0);
        double spread = Math.hypot(
                IntStream.of(neutral)
                        .mapToDouble(i -> Math.abs(a.at(i) - meanA))
                        .average()
                        .orElse(0),
                IntStream.of(neutral)
                        .mapToDouble(i -> Math.abs(b.at(i) - meanB))
                        .average()
                        .orElse(0));
        return Math.hypot(meanA, meanB) / (spread + 1e-9);
    }

    private static double saturation(Picture picture) {
        SampledPixels pixels = SampledPixels.of(picture);
        return Quantiles.of(
                IntStream.range(0, pixels.size())
                        .mapToDouble(i -> (pixels.most(i) - pixels.least(i)) / Math.max(1.0, pixels.most(i)))
                        .toArray(),
                0.95);
    }
}
