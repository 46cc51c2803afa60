package dev.darkroom.plugin.inspector.noise;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.HeatMap;
import dev.darkroom.diagnostics.measure.BlockGrid;
import dev.darkroom.diagnostics.measure.BlockStatistics;
import dev.darkroom.diagnostics.measure.Graininess;
import dev.darkroom.diagnostics.measure.NoiseBlocks;
import dev.darkroom.diagnostics.measure.OpponentPlanes;
import dev.darkroom.diagnostics.measure.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Grain: noise sigma by wavelet level in the quietest blocks of luma and chroma, and its slope over the levels ({@link
 * Graininess}).
 */
final class Grain {

    /** Texture leaves some blocks smooth and noise none: of the blocks, nearly the quietest. */
    private static final double QUIET = 0.02;

    /** A block of clipped pixels hides noise and says nothing about it. */
    private static final double CLIPPED = 0.9;

    /** With fewer telling blocks than this share, none of them need be smooth: then clipped ones count as quiet. */
    private static final double ENOUGH = 0.5;

    private Grain() {}

    /** The sigmas of a block, or of all blocks together, in codes; colour is the larger of the two planes. */
    private record Sigmas(double[] luma, double[] blue, double[] red) {

        static Sigmas of(NoiseBlocks blocks, ToDoubleFunction<BlockGrid> pick) {
            return new Sigmas(pick(blocks.luma(), pick), pick(blocks.blue(), pick), pick(blocks.red(), pick));
        }

        private static double[] pick(List<BlockGrid> levels, ToDoubleFunction<BlockGrid> pick) {
            return levels.stream().mapToDouble(pick).toArray();
        }

        private double colour(int level) {
            return Math.max(blue[level], red[level]);
        }

        /** Each kind of grain with its probability. */
        Map<String, Double> kinds() {
            Map<String, Double> kinds = new LinkedHashMap<>();
            kinds.put("fine grain", Graininess.fine(luma[0], luma[1], luma[2]));
            kinds.put("coarse grain", Graininess.coarse(luma[0], luma[1], luma[2]));
            kinds.put("fine colour grain", Graininess.fineColour(colour(0)));
            kinds.put("coarse colour grain", Graininess.coarseColour(colour(1), colour(2)));
            return kinds;
        }

        double score() {
            return kinds().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(0);
        }

        double of(String kind) {
            int level = kind.startsWith("fine") ? 0 : 1;
            return kind.contains("colour") ? colour(level) : luma[level];
        }
    }

    static Inspected find(Inspection inspection, Options options) {
        NoiseBlocks blocks = NoiseBlocks.of(inspection);
        BlockGrid clipped =
                BlockStatistics.shareOutside(OpponentPlanes.of(inspection).luma(), blocks.block(), 1, 254);
        IntPredicate unclipped = block -> clipped.at(block) <= CLIPPED;
        boolean enough = IntStream.range(0, clipped.size()).filter(unclipped).count() >= ENOUGH * clipped.size();
        IntPredicate telling = enough ? unclipped : block -> true;
        Sigmas quiet = Sigmas.of(blocks, grid -> grid.quantile(QUIET, telling));
        double score = quiet.score();
        return Score.judge(Symptom.NOISE, score, options, severity -> {
            String kind = quiet.kinds().entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            String message = String.format(
                    Locale.ROOT, "%s of sigma %.1f (of 255) even in the smoothest parts", kind, quiet.of(kind));
            return Finding.of(NoiseInspector.ID, Symptom.NOISE, score, severity, message, measures(quiet))
                    .withHeatMap(heatMap(blocks));
        });
    }

    private static Map<String, Double> measures(Sigmas sigmas) {
        Map<String, Double> measures = new LinkedHashMap<>();
        for (int level = 0; level < sigmas.luma().length; level++) {
            measures.put("luma" + (level + 1), sigmas.luma()[level]);
            measures.put("blue" + (level + 1), sigmas.blue()[level]);
            measures.put("red" + (level + 1), sigmas.red()[level]);
        }
        return measures;
    }

    private static HeatMap heatMap(NoiseBlocks blocks) {
        BlockGrid any = blocks.luma().get(0);
        float[] values = new float[any.size()];
        for (int i = 0; i < values.length; i++) {
            int block = i;
            values[i] = (float) Sigmas.of(blocks, grid -> grid.at(block)).score();
        }
        return HeatMap.of(any.columns(), any.rows(), values);
    }
}
