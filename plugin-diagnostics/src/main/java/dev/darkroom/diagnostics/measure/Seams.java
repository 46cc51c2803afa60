package dev.darkroom.diagnostics.measure;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Straight lines across a whole picture at which it does not go on as it came, as tiled decoding and outpainting leave them.
 *
 * <p>Each line between two columns (or rows) is judged in segments, and a low quantile over the segments decides: a seam runs
 * from border to border, while an edge of the subject, however strong, fills some segments only. Two signs count: a <em>step</em>,
 * the mean change across the line beyond what both sides lead to expect, limited pixel by pixel and relative to that of
 * neighbouring lines; and a <em>tear</em>, gradients stronger than at any line nearby. Lines at a regular distance from the
 * top left corner support one another.
 *
 * @param step the strongest step of a single line, in units of what is usual around it
 * @param stepGrid the strongest steps of lines at a common distance, in standard deviations over the lines at
 *     multiples of 8 pixels
 * @param tearGrid the strongest tears of lines at a common distance, in standard deviations over the lines at
 *     multiples of 8 pixels
 * @param vertical whether the single line is vertical
 * @param at the first pixel beyond the single line
 * @param gridVertical whether the lines at a common distance are vertical
 * @param distance the common distance of the strongest lines, in pixels; 0 if there are none
 */
public record Seams(
        double step, double stepGrid, double tearGrid, boolean vertical, int at, boolean gridVertical, int distance) {

    private static final Seams NONE = new Seams(0, 0, 0, true, 0, true, 0);

    private static final int SEGMENTS = 16;
    private static final double QUANTILE = 0.3;

    /** A single pixel contributes at most this much to a step, in codes: strong edges are not stronger evidence. */
    private static final float LIMIT = 6;

    /** Lines on either side that say what is usual. */
    private static final int AROUND = 16;

    /** What rounding to 8 bits gives anyway, in codes, for steps and for gradients. */
    private static final float STEP_FLOOR = 0.3f;

    private static final float TEAR_FLOOR = 0.5f;

    /** Lines this near are compared for tears. */
    private static final int REACH = 3;

    /** Lines nearer to the border than this share of the side are frames. */
    private static final double FRAME = 1 / 32.0;

    /** Distances of tile borders are multiples of this: latent pixels are 8 pixels, tiles some of them. */
    private static final int TILE_UNIT = 32;

    /** Lines at multiples of this are compared with one another: a JPEG or a decoder leaves traces at all of them. */
    private static final int BLOCK_UNIT = 8;

    /** What lies between each two columns, or rows. */
    private static final class Lines {

        private final double[] steps;
        private final double[] tears;

        Lines(double[] steps, double[] tears) {
            this.steps = steps;
            this.tears = tears;
        }
    }

    private record Grid(double strength, int distance) {}

    private record Single(double strength, int at) {}

    /** Searches a luma in 8-bit codes; less than 64 pixels a side, nothing is found. */
    public static Seams of(Plane luma) {
        if (luma.width() < 4 * AROUND || luma.height() < 4 * AROUND) {
            return NONE;
        }
        Lines columns = lines(luma);
        Lines rows = lines(luma.transposed());
        Single column = strongest(columns.steps);
        Single row = strongest(rows.steps);
        boolean vertical = column.strength() >= row.strength();
        Grid stepsAcross = grid(columns.steps);
        Grid stepsDown = grid(rows.steps);
        Grid tearsAcross = grid(columns.tears);
        Grid tearsDown = grid(rows.tears);
        Grid stepped = max(stepsAcross, stepsDown);
        Grid torn = max(tearsAcross, tearsDown);
        boolean steps = stepped.strength() >= torn.strength();
        return new Seams(
                Math.max(column.strength(), row.strength()),
                stepped.strength(),
                torn.strength(),
                vertical,
                vertical ? column.at() : row.at(),
                steps ? stepped.equals(stepsAcross) : torn.equals(tearsAcross),
                steps ? stepped.distance() : torn.distance());
    }

    /** What lies between each two columns. */
    private static Lines lines(Plane luma) {
        int count = luma.width();
        int length = luma.height();
        int[] sizes = new int[SEGMENTS];
        float[][] steps = new float[SEGMENTS][count];
        float[][] gradients = new float[SEGMENTS][count];
        for (int y = 0; y < length; y++) {
            int part = (int) ((long) y * SEGMENTS / length);
            sizes[part]++;
            addRow(luma.values(), y * count, steps[part], gradients[part]);
        }
        float[][] usual = new float[SEGMENTS][];
        for (int part = 0; part < SEGMENTS; part++) {
            toMeans(steps[part], gradients[part], sizes[part]);
            usual[part] =
                    Resampling.mean(Plane.owning(count, 1, steps[part]), AROUND).values();
        }
        double[] stepOf = new double[count];
        double[] tearOf = new double[count];
        double[] ratios = new double[SEGMENTS];
        for (int line = REACH + 2; line < count - REACH - 1; line++) {
            for (int part = 0; part < SEGMENTS; part++) {
                ratios[part] = steps[part][line] / (usual[part][line] + STEP_FLOOR);
            }
            stepOf[line] = quantile(ratios, value -> value);
            for (int part = 0; part < SEGMENTS; part++) {
                ratios[part] = tear(gradients[part], line);
            }
            // Rising, so that the logarithms of two ratios tell the quantile of all.
            tearOf[line] = quantile(ratios, Math::log);
        }
        return new Lines(stepOf, tearOf);
    }

    private static void toMeans(float[] steps, float[] gradients, int size) {
        for (int line = 0; line < steps.length; line++) {
            steps[line] = Math.abs(steps[line]) / size;
            gradients[line] /= size;
        }
    }

    /** How much stronger the gradient is at a line than at any nearby. */
    private static double tear(float[] gradients, int line) {
        float strongest = 0;
        for (int k = 1; k <= REACH; k++) {
            strongest = Math.max(strongest, Math.max(gradients[line - k], gradients[line + k]));
        }
        return (gradients[line] + TEAR_FLOOR) / (strongest + TEAR_FLOOR);
    }

    /** Adds a row's steps and gradients between each pixel and the one before. */
    private static void addRow(float[] v, int row, float[] steps, float[] gradients) {
        for (int x = 2; x < steps.length - 1; x++) {
            int i = row + x;
            float across = v[i] - v[i - 1];
            float before = v[i - 1] - v[i - 2];
            float after = v[i + 1] - v[i];
            steps[x] += Math.max(-LIMIT, Math.min(LIMIT, across - (before + after) / 2));
            gradients[x] += Math.abs(across);
        }
    }

    /** The quantile over the segments of a rising function of their ratios, which are sorted by the call. */
    private static double quantile(double[] ratios, DoubleUnaryOperator rising) {
        Arrays.sort(ratios);
        double at = QUANTILE * (SEGMENTS - 1);
        double low = rising.applyAsDouble(ratios[(int) at]);
        double high = rising.applyAsDouble(ratios[(int) at + 1]);
        return low + (at - (int) at) * (high - low);
    }

    private static int frame(int count) {
        return Math.max(AROUND / 2, (int) (FRAME * count));
    }

    private static Single strongest(double[] lines) {
        int frame = frame(lines.length);
        int at = frame;
        for (int line = frame; line < lines.length - frame; line++) {
            if (lines[line] > lines[at]) {
                at = line;
            }
        }
        return new Single(lines[at], at);
    }

    private static Grid grid(double[] lines) {
        int frame = frame(lines.length);
        double[] usual = new double[lines.length / BLOCK_UNIT + 1];
        int known = 0;
        for (int line = BLOCK_UNIT; line < lines.length - frame; line += BLOCK_UNIT) {
            if (line >= frame) {
                usual[known++] = lines[line];
            }
        }
        usual = Arrays.copyOf(usual, known);
        double median = Quantiles.of(usual, 0.5);
        for (int i = 0; i < known; i++) {
            usual[i] = Math.abs(usual[i] - median);
        }
        // The floor stands for lines that are all alike, as in drawings.
        double deviation = 1.4826 * Quantiles.of(usual, 0.5) + 0.05;
        Grid best = new Grid(0, 0);
        for (int distance = TILE_UNIT; distance <= lines.length / 2; distance += TILE_UNIT) {
            int count = 0;
            double[] at = new double[lines.length / distance];
            for (int line = distance; line < lines.length - frame; line += distance) {
                at[count++] = lines[line];
            }
            if (count >= 2) {
                double strength = (common(at, count) - median) * Math.sqrt(count) / deviation;
                if (strength > best.strength()) {
                    best = new Grid(strength, distance);
                }
            }
        }
        return best;
    }

    /** The mean with each line limited to twice the weaker half: one strong line is no grid. */
    private static double common(double[] lines, int count) {
        double[] some = new double[count];
        System.arraycopy(lines, 0, some, 0, count);
        Arrays.sort(some);
        double limit = 2 * Math.abs(some[(count - 1) / 2]);
        double sum = 0;
        for (double line : some) {
            sum += Math.min(line, limit);
        }
        return sum / count;
    }

    private static Grid max(Grid a, Grid b) {
        return a.strength() >= b.strength() ? a : b;
    }
}
