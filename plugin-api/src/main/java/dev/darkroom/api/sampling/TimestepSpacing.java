package dev.darkroom.api.sampling;

/**
 * The three ways of spacing whole training timesteps that Lin et al. 2024 (arXiv:2305.08891, Table 2) tell apart, rounded as
 * diffusers rounds them.
 */
public enum TimestepSpacing {

    /** Multiples of {@code T / steps}, rounded down, from 0 up, plus an offset: never starts at the noisiest timestep. */
    LEADING {
        @Override
        public double[] timesteps(int trained, int steps, int offset) {
            int stride = trained / steps;
            double[] timesteps = new double[steps];
            for (int i = 0; i < steps; i++) {
                timesteps[i] = (steps - 1 - i) * stride + offset;
            }
            return timesteps;
        }
    },

    /** Evenly spaced from {@code T - 1} to 0, both included and not rounded; the offset does not matter. */
    LINSPACE {
        @Override
        public double[] timesteps(int trained, int steps, int offset) {
            double[] timesteps = new double[steps];
            for (int i = 0; i < steps - 1; i++) {
                timesteps[i] = i == 0 ? trained - 1 : (steps - 1 - i) * ((trained - 1.0) / (steps - 1));
            }
            return timesteps;
        }
    },

    /** {@code T - 1} downwards in strides of {@code T / steps}, rounded; the offset does not matter. */
    TRAILING {
        @Override
        public double[] timesteps(int trained, int steps, int offset) {
            return trailing(trained, (double) trained / steps);
        }
    };

    /**
     * Returns the timesteps of a run.
     *
     * @param trained the number T of training timesteps
     * @param steps how many timesteps, from 1 to T
     * @param offset what {@link #LEADING} adds to each
     * @return falling timesteps
     */
    public abstract double[] timesteps(int trained, int steps, int offset);

    /**
     * Returns {@code from - 1} and every timestep a stride below it, rounded half to even, that is not negative.
     *
     * @param from one more than the first timestep
     * @param stride the distance of neighbours
     * @return falling timesteps
     */
    public static double[] trailing(int from, double stride) {
        // NumPy's arange adds this rounded difference, not the stride; it decides how halves are rounded.
        double difference = from - stride - from;
        // By the same rounding it adds a timestep -1 at 61, 103 and other numbers of steps; nothing was trained there.
        double[] timesteps = new double[(int) Math.ceil(from / stride - 1e-9)];
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = Math.rint(from + i * difference) - 1;
        }
        return timesteps;
    }
}
