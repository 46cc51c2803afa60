package dev.darkroom.plugin.model.emoji;

import dev.darkroom.api.picture.Picture;

/** Brings pictures to the size an encoder was trained at. */
final class Resampling {

    private Resampling() {}

    /**
     * Resizes with a triangle filter, as wide as a target pixel when shrinking, so that nothing aliases (Pillow's
     * {@code BILINEAR}). Values are clamped to [0,1] first and NaN is 0, as when the picture is stored.
     *
     * @return planes {@code [3,size,size]}
     */
    static float[] toSquare(Picture picture, int size) {
        int w = picture.width();
        int h = picture.height();
        float[] out = new float[3 * size * size];
        double[][] columns = weights(w, size);
        double[][] rows = weights(h, size);
        for (int c = 0; c < 3; c++) {
            double[] narrow = new double[size * h];
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < size; x++) {
                    double sum = 0;
                    for (int i = 1; i < columns[x].length; i++) {
                        float value = picture.at(c, (int) columns[x][0] + i - 1, y);
                        sum += columns[x][i] * (value > 0 ? Math.min(value, 1) : 0);
                    }
                    narrow[y * size + x] = sum;
                }
            }
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    double sum = 0;
                    for (int i = 1; i < rows[y].length; i++) {
                        sum += rows[y][i] * narrow[((int) rows[y][0] + i - 1) * size + x];
                    }
                    out[(c * size + y) * size + x] = (float) sum;
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
