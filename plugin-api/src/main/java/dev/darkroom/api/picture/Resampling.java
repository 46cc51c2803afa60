package dev.darkroom.api.picture;

/** Brings pictures to the size a network was trained at. */
public final class Resampling {

    private Resampling() {}

    /**
     * Resizes with a triangle filter, as wide as a target pixel when shrinking, so that nothing aliases (Pillow's
     * {@code BILINEAR}). Values are clamped to [0,1] first and NaN is 0, as when the picture is stored.
     *
     * @param picture any picture
     * @param width columns wanted, from 1
     * @param height rows wanted, from 1
     * @return planes {@code [3,height,width]}
     */
    public static float[] resize(Picture picture, int width, int height) {
        int w = picture.width();
        int h = picture.height();
        float[] out = new float[3 * width * height];
        double[][] columns = weights(w, width);
        double[][] rows = weights(h, height);
        for (int c = 0; c < 3; c++) {
            double[] narrow = new double[width * h];
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < width; x++) {
                    double sum = 0;
                    for (int i = 1; i < columns[x].length; i++) {
                        float value = picture.at(c, (int) columns[x][0] + i - 1, y);
                        sum += columns[x][i] * (value > 0 ? Math.min(value, 1) : 0);
                    }
                    narrow[y * width + x] = sum;
                }
            }
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double sum = 0;
                    for (int i = 1; i < rows[y].length; i++) {
                        sum += rows[y][i] * narrow[((int) rows[y][0] + i - 1) * width + x];
                    }
                    out[(c * height + y) * width + x] = (float) sum;
                }
            }
        }
        return out;
    }

    /** Returns, for every target position, the first source position and the weights from there on. */
    private static double[][] weights(int from, int to) {
        double scale = (double) from / to;
        double reach = Math.max(1, scale);
        double[][] weights = new double[to][];
        for (int target = 0; target < to; target++) {
            double centre = (target + 0.5) * scale;
            int first = Math.max(0, (int) (centre - reach + 0.5));
            int end = Math.min(from, (int) (centre + reach + 0.5));
            double[] row = new double[1 + end - first];
            row[0] = first;
            double total = 0;
            for (int i = first; i < end; i++) {
                row[1 + i - first] = Math.max(0, 1 - Math.abs((i + 0.5 - centre) / reach));
                total += row[1 + i - first];
            }
            for (int i = 1; i < row.length; i++) {
                row[i] /= total;
            }
            weights[target] = row;
        }
        return weights;
    }
}
