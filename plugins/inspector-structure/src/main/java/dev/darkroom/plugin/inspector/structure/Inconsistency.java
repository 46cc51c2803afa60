package dev.darkroom.plugin.inspector.structure;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.HeatMap;
import dev.darkroom.diagnostics.measure.BlockGrid;
import dev.darkroom.diagnostics.measure.Graininess;
import dev.darkroom.diagnostics.measure.NoiseBlocks;
import dev.darkroom.diagnostics.measure.NoiseSigmas;
import dev.darkroom.diagnostics.measure.Sharpness;
import java.util.Locale;
import java.util.Map;

/**
 * Parts that are grainy in a picture that is not, or that lack detail in a picture that has it. A soft background looks the
 * same, which is why this is a hint and no warning.
 */
final class Inconsistency {

    /** A picture that is grainy or soft all over is consistent. */
    private static final double OVERALL = 0.5;

    /** Soft backgrounds are common and patches of grain are not: softness counts for so much less, else most pictures would be pointed at. */
    private static final double BACKGROUND = 6;

    private Inconsistency() {}

    static Inspected find(Inspection inspection, Options options) {
        NoiseBlocks noise = NoiseBlocks.of(inspection);
        Sharpness sharpness = Sharpness.of(inspection);
        BlockGrid grid = sharpness.fine();
        boolean grainy = grain(noise.quiet(inspection)) >= OVERALL;
        boolean soft = !sharpness.judgeable() || sharpness.softness() >= OVERALL;
        if (grainy && soft) {
            return Inspected.of(Symptom.STRUCTURE, 0);
        }
        float[] grain = new float[grid.size()];
        float[] softness = new float[grid.size()];
        BlockGrid halves = noise.fourth();
        for (int i = 0; i < grain.length; i++) {
            int column = i % grid.columns() * halves.columns() / grid.columns();
            int row = i / grid.columns() * halves.rows() / grid.rows();
            grain[i] = grainy ? 0 : (float) grain(noise.at(row * halves.columns() + column));
            softness[i] = soft ? 0 : (float) sharpness.softness(i);
        }
        HeatMap map = HeatMap.of(grid.columns(), grid.rows(), highest(smoothed(grain, grid), smoothed(softness, grid)));
        double grainShare = share(grain);
        double softShare = share(softness);
        double share = Math.max(grainShare, softShare / BACKGROUND);
        String message = String.format(
                Locale.ROOT,
                "look here: %.0f %% of the picture %s than the rest",
                100 * share(map),
                grainShare >= softShare / BACKGROUND ? "is grainier" : "has less detail");
        return StructureInspector.look(
                share, message, Map.of("grainShare", grainShare, "softShare", softShare), map, options);
    }

    private static double grain(NoiseSigmas noise) {
        return Math.max(Graininess.fine(noise), Graininess.coarse(noise));
    }

    /** The mean of 3x3 blocks: single blocks stand out by chance. */
    private static float[] smoothed(float[] values, BlockGrid grid) {
        float[] out = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int column = i % grid.columns();
            int row = i / grid.columns();
            float sum = 0;
            int count = 0;
            for (int y = Math.max(0, row - 1); y <= Math.min(grid.rows() - 1, row + 1); y++) {
                for (int x = Math.max(0, column - 1); x <= Math.min(grid.columns() - 1, column + 1); x++) {
                    sum += values[y * grid.columns() + x];
                    count++;
                }
            }
            out[i] = sum / count;
        }
        return out;
    }

    private static float[] highest(float[] a, float[] b) {
        float[] out = new float[a.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.max(a[i], b[i]);
        }
        return out;
    }

    private static double share(float[] values) {
        int hot = 0;
        for (float value : values) {
            hot += value >= 0.5f ? 1 : 0;
        }
        return (double) hot / values.length;
    }

    private static double share(HeatMap map) {
        int hot = 0;
        for (int y = 0; y < map.height(); y++) {
            for (int x = 0; x < map.width(); x++) {
                hot += map.at(x, y) >= 0.5f ? 1 : 0;
            }
        }
        return (double) hot / ((double) map.width() * map.height());
    }
}
