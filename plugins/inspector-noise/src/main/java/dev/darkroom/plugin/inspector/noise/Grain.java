package dev.darkroom.plugin.inspector.noise;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.HeatMap;
import dev.darkroom.diagnostics.measure.Flatness;
import dev.darkroom.diagnostics.measure.Graininess;
import dev.darkroom.diagnostics.measure.NoiseBlocks;
import dev.darkroom.diagnostics.measure.NoiseSigmas;
import dev.darkroom.diagnostics.measure.Score;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Grain: noise sigma of the luma's fourth differences and by wavelet level in the quietest blocks of luma and chroma, and its
 * slope over the levels ({@link Graininess}).
 */
final class Grain {

    /** With fewer blocks to choose the quietest from, texture and grain look the same. */
    private static final int FEWEST = 16;

    /** What grain scores at most where it cannot be told from texture, or does not lie over the whole picture. */
    private static final double UNKNOWN = 0.3;

    private Grain() {}

    private enum Kind {
        FINE("fine grain", Graininess::fine, NoiseSigmas::fourth),
        COARSE("coarse grain", Graininess::coarse, noise -> noise.luma().get(1)),
        FINE_COLOUR("fine colour grain", Graininess::fineColour, noise -> noise.colour(0)),
        COARSE_COLOUR("coarse colour grain", Graininess::coarseColour, noise -> noise.colour(1));

        private final String words;

        @SuppressWarnings("ImmutableEnumChecker") // Pure functions.
        private final ToDoubleFunction<NoiseSigmas> probability;

        @SuppressWarnings("ImmutableEnumChecker")
        private final ToDoubleFunction<NoiseSigmas> sigma;

        Kind(String words, ToDoubleFunction<NoiseSigmas> probability, ToDoubleFunction<NoiseSigmas> sigma) {
            this.words = words;
            this.probability = probability;
            this.sigma = sigma;
        }

        static Kind likeliest(NoiseSigmas noise) {
            return Arrays.stream(values())
                    .max(Comparator.comparingDouble(kind -> kind.probability.applyAsDouble(noise)))
                    .orElseThrow();
        }
    }

    static Inspected find(Inspection inspection, Options options) {
        NoiseBlocks blocks = NoiseBlocks.of(inspection);
        NoiseSigmas quiet = blocks.quiet(inspection);
        Kind kind = Kind.likeliest(quiet);
        boolean unknown =
                blocks.luma().get(0).size() < FEWEST || Flatness.of(inspection).untouched();
        double score = unknown ? Math.min(UNKNOWN, score(quiet)) : score(quiet);
        return Score.judge(Symptom.NOISE, score, options, severity -> {
            String message = String.format(
                    Locale.ROOT,
                    "%s of sigma %.1f (of 255) even in the smoothest parts",
                    kind.words,
                    kind.sigma.applyAsDouble(quiet));
            return Finding.of(NoiseInspector.ID, Symptom.NOISE, score, severity, message, measures(quiet))
                    .withHeatMap(heatMap(blocks));
        });
    }

    private static double score(NoiseSigmas noise) {
        return Kind.likeliest(noise).probability.applyAsDouble(noise);
    }

    private static Map<String, Double> measures(NoiseSigmas sigmas) {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("fourth", sigmas.fourth());
        measures.put("diagonal", sigmas.diagonal());
        for (int level = 0; level < sigmas.luma().size(); level++) {
            measures.put("luma" + (level + 1), sigmas.luma().get(level));
            measures.put("blue" + (level + 1), sigmas.blue().get(level));
            measures.put("red" + (level + 1), sigmas.red().get(level));
        }
        return measures;
    }

    private static HeatMap heatMap(NoiseBlocks blocks) {
        float[] values = new float[blocks.fourth().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) score(blocks.at(i));
        }
        return HeatMap.of(blocks.fourth().columns(), blocks.fourth().rows(), values);
    }
}
