package dev.darkroom.api.latent;

/** The search for values that are NaN or infinite, made after every call of a model. */
public final class NonFinite {

    private NonFinite() {}

    /** Returns how many of the values are NaN or infinite. */
    public static int count(float[] values) {
        return allFinite(values) ? 0 : counted(values);
    }

    /**
     * Almost always there are none, and that is told without a branch for each value: 0 times a value is NaN for NaN and the
     * infinities, and a sum keeps it. Four sums at a time: one alone would wait for each addition before the next.
     */
    private static boolean allFinite(float[] values) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < values.length; i += 4) {
            a += values[i] * 0;
            b += values[i + 1] * 0;
            c += values[i + 2] * 0;
            d += values[i + 3] * 0;
        }
        for (; i < values.length; i++) {
            a += values[i] * 0;
        }
        return a + b + c + d == 0;
    }

    private static int counted(float[] values) {
        int count = 0;
        for (float value : values) {
            if (!Float.isFinite(value)) {
                count++;
            }
        }
        return count;
    }
}
