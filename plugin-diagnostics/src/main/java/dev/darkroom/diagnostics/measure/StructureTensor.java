package dev.darkroom.diagnostics.measure;

/**
 * The structure tensor of a region: sums of products of the differences to the right and downwards (Förstner and Gülch 1987, A
 * Fast Operator for Detection and Precise Location of Distinct Points).
 *
 * @param xx of squares to the right
 * @param yy of squares downwards
 * @param xy of products
 */
record StructureTensor(double xx, double yy, double xy) {

    /** Returns the tensor of the pixels from a corner up to, without, another; each needs a neighbour right of and below it. */
    static StructureTensor of(Plane plane, int left, int top, int right, int bottom) {
        int width = plane.width();
        float[] v = plane.values();
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                double gx = v[y * width + x + 1] - v[y * width + x];
                double gy = v[(y + 1) * width + x] - v[y * width + x];
                xx += gx * gx;
                yy += gy * gy;
                xy += gx * gy;
            }
        }
        return new StructureTensor(xx, yy, xy);
    }

    /** Returns the sum of all squares. */
    double energy() {
        return xx + yy;
    }

    /** Returns whether its coherence is below a limit from 0 (no direction) to 1 (a straight edge). */
    boolean isLessCoherentThan(double limit) {
        // Compared as squares: this is asked of every patch.
        return (xx - yy) * (xx - yy) + 4 * xy * xy < limit * limit * energy() * energy();
    }
}
