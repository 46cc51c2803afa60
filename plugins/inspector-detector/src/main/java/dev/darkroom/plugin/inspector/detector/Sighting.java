package dev.darkroom.plugin.inspector.detector;

import dev.darkroom.api.picture.HeatMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a detector saw.
 *
 * @param score the picture's score in [0,1]
 * @param seen how often what was seen, by label; empty for a heat map
 * @param map where
 */
record Sighting(double score, Map<String, Integer> seen, Optional<HeatMap> map) {

    /** The sides of the map boxes are drawn on. */
    private static final int CELLS = 64;

    /** Reads the answer of a detector with a map. */
    static Sighting ofMap(Answer map, Optional<Answer> score) {
        int width = map.size(-1);
        int height = map.size(-2);
        float[] values = new float[width * height];
        double highest = 0;
        for (int i = 0; i < values.length; i++) {
            // Of several planes the first is what the labels name first.
            values[i] = (float) map.probability(i);
            highest = Math.max(highest, values[i]);
        }
        return new Sighting(
                score.map(answer -> answer.probability(0)).orElse(highest),
                Map.of(),
                Optional.of(HeatMap.of(width, height, values)));
    }

    /** Reads the answer of a detector with boxes. */
    static Sighting ofBoxes(Answer boxes, Optional<Answer> scores, Optional<Answer> labels, Manifest manifest) {
        int numbers = boxes.size(-1);
        int count = boxes.size(-2);
        double highest = 0;
        Map<String, Integer> seen = new LinkedHashMap<>();
        float[] cells = new float[CELLS * CELLS];
        for (int i = 0; i < count; i++) {
            int at = i * numbers;
            int box = i;
            double score = scores.map(answer -> answer.probability(box)).orElseGet(() -> boxes.probability(at + 4));
            highest = Math.max(highest, score);
            if (score < manifest.lowest()) {
                continue;
            }
            double label = labels.map(answer -> (double) answer.raw(box))
                    .orElseGet(() -> numbers > 5 ? (double) boxes.raw(at + 5) : 0.0);
            seen.merge(manifest.label((int) Math.round(label)), 1, Integer::sum);
            draw(cells, corners(boxes, at, manifest), score);
        }
        return new Sighting(highest, seen, Optional.of(HeatMap.of(CELLS, CELLS, cells)));
    }

    /** Returns left, top, right and bottom in [0,1]. */
    private static double[] corners(Answer boxes, int at, Manifest manifest) {
        double a = boxes.raw(at);
        double b = boxes.raw(at + 1);
        double c = boxes.raw(at + 2);
        double d = boxes.raw(at + 3);
        double[] corners = switch (manifest.output().format()) {
            case XYXY -> new double[] {a, b, c, d};
            case XYWH -> new double[] {a, b, a + c, b + d};
            case CXCYWH -> new double[] {a - c / 2, b - d / 2, a + c / 2, b + d / 2};
        };
        boolean normalised = manifest.output().normalised();
        for (int i = 0; i < 4; i++) {
            int side = i % 2 == 0 ? manifest.input().width() : manifest.input().height();
            corners[i] = normalised ? corners[i] : corners[i] / side;
        }
        return corners;
    }

    private static void draw(float[] cells, double[] corners, double score) {
        for (int y = cell(corners[1], Math.floor(corners[1] * CELLS)); y < cell(corners[3], corners[3] * CELLS); y++) {
            for (int x = cell(corners[0], Math.floor(corners[0] * CELLS));
                    x < cell(corners[2], corners[2] * CELLS);
                    x++) {
                cells[y * CELLS + x] = Math.max(cells[y * CELLS + x], (float) score);
            }
        }
    }

    private static int cell(double corner, double position) {
        return Double.isFinite(corner) ? (int) Math.max(0, Math.min(CELLS, Math.ceil(position))) : 0;
    }
}
