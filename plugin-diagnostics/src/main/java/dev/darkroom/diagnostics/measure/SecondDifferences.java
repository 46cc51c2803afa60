package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.inspection.Inspection;

/**
 * The second differences {@code p[i-1] - 2 p[i] + p[i+1]} of a plane: the shortest filters that do not see ramps. What they
 * leave is the finest detail there is, weighted towards the highest frequencies, where optics leave little and white
 * noise is as strong as anywhere. All are scaled so that white noise keeps its deviation; the border is mirrored with the
 * edge sample repeated.
 *
 * @param rows along rows
 * @param columns along columns
 * @param both along rows and columns, as Immerkaer 1996, "Fast noise variance estimation", takes them
 */
public record SecondDifferences(Plane rows, Plane columns, Plane both) {

    /** The deviation of the differences of white noise of deviation 1, along one direction. */
    private static final double GAIN = Math.sqrt(6);

    /** The same of the second differences of second differences, 1 -4 6 -4 1. */
    private static final double GAIN_OF_FOURTH = Math.sqrt(70);

    /** Returns the differences of the luma of an inspected picture, made once for all inspectors. */
    public static SecondDifferences of(Inspection inspection) {
        return inspection.shared(
                SecondDifferences.class,
                picture -> of(OpponentPlanes.of(inspection).luma()));
    }

    /** Returns the differences of a plane of any size. */
    public static SecondDifferences of(Plane plane) {
        Plane rows = alongRows(plane, 1 / GAIN);
        return new SecondDifferences(rows, alongColumns(plane, 1 / GAIN), alongColumns(rows, 1 / GAIN));
    }

    /** Returns the fourth differences along rows and columns: the same again, with yet less of anything but noise. */
    public Plane fourth() {
        double scale = GAIN / GAIN_OF_FOURTH;
        return alongColumns(alongRows(both, scale), scale);
    }

    private static Plane alongRows(Plane plane, double scale) {
        int width = plane.width();
        float[] in = plane.values();
        float[] out = new float[in.length];
        float factor = (float) scale;
        for (int row = 0; row < in.length; row += width) {
            int last = row + width - 1;
            differences(in, row, row + 1, row + 2, factor, out, row + 1, width - 2);
            if (width > 1) {
                out[row] = factor * (in[row + 1] - in[row]);
                out[last] = factor * (in[last - 1] - in[last]);
            }
        }
        return Plane.owning(width, plane.height(), out);
    }

    private static Plane alongColumns(Plane plane, double scale) {
        int width = plane.width();
        int height = plane.height();
        float[] in = plane.values();
        float[] out = new float[in.length];
        float factor = (float) scale;
        for (int y = 0; y < height; y++) {
            int at = y * width;
            int up = Math.max(0, y - 1) * width;
            int down = Math.min(height - 1, y + 1) * width;
            differences(in, up, at, down, factor, out, at, width);
        }
        return Plane.owning(width, height, out);
    }

    private static void differences(
            float[] in, int before, int at, int after, float factor, float[] out, int to, int count) {
        for (int i = 0; i < count; i++) {
            out[to + i] = factor * (in[before + i] - 2 * in[at + i] + in[after + i]);
        }
    }
}
