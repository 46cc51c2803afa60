package dev.darkroom.plugin.inspector.tiling;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.HeatMap;
import dev.darkroom.diagnostics.measure.ByStyle;
import dev.darkroom.diagnostics.measure.Plane;
import dev.darkroom.diagnostics.measure.Score;
import dev.darkroom.diagnostics.measure.Seams;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Straight lines from border to border at which the picture does not go on. */
final class SeamLines {

    /**
     * The measures that score a half. Drawings have straight lines on purpose: there only far stronger ones count.
     */
    private static final ByStyle STEP = new ByStyle(4, 7.5, 9);

    private static final ByStyle STEP_GRID = new ByStyle(5, 30, 120);
    private static final ByStyle TEAR_GRID = new ByStyle(3.5, 10, 40);
    private static final double STEP_STEEPNESS = 4;
    private static final double GRID_STEEPNESS = 2.5;

    /** Cells of the heat map along the longer side. */
    private static final int CELLS = 64;

    private SeamLines() {}

    static Inspected find(Plane luma, Inspection inspection, Options options) {
        Seams seams = Seams.of(luma);
        double single = Score.above(seams.step(), STEP.of(inspection), STEP_STEEPNESS);
        double grid = Math.max(
                Score.above(seams.stepGrid(), STEP_GRID.of(inspection), GRID_STEEPNESS),
                Score.above(seams.tearGrid(), TEAR_GRID.of(inspection), GRID_STEEPNESS));
        double score = Math.max(single, grid);
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("step", seams.step());
        measures.put("stepGrid", seams.stepGrid());
        measures.put("tearGrid", seams.tearGrid());
        measures.put("at", (double) seams.at());
        measures.put("distance", (double) seams.distance());
        String message = grid >= single
                ? String.format(
                        Locale.ROOT, "straight seams every %d pixels, as tiled decoding leaves them", seams.distance())
                : String.format(
                        Locale.ROOT,
                        "a straight %s seam from border to border at %s %d",
                        seams.vertical() ? "vertical" : "horizontal",
                        seams.vertical() ? "column" : "row",
                        seams.at());
        return Score.judge(
                Symptom.SEAM,
                score,
                options,
                severity -> Finding.of(TilingInspector.ID, Symptom.SEAM, score, severity, message, measures)
                        .withHeatMap(heatMap(luma, seams, grid >= single)));
    }

    private static HeatMap heatMap(Plane luma, Seams seams, boolean grid) {
        double cell = Math.max(1, Math.max(luma.width(), luma.height()) / (double) CELLS);
        int columns = (int) Math.ceil(luma.width() / cell);
        int rows = (int) Math.ceil(luma.height() / cell);
        boolean[] marked = new boolean[Math.max(columns, rows)];
        boolean vertical = grid ? seams.gridVertical() : seams.vertical();
        int length = vertical ? luma.width() : luma.height();
        int step = grid ? Math.max(1, seams.distance()) : length;
        for (int at = grid ? step : seams.at(); at < length; at += step) {
            marked[(int) (at / cell)] = true;
        }
        float[] values = new float[columns * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = marked[vertical ? i % columns : i / columns] ? 1 : 0;
        }
        return HeatMap.of(columns, rows, values);
    }
}
