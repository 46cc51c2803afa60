package dev.darkroom.api.reference;

import java.util.function.IntToDoubleFunction;

/** The training schedules that golden files name: cumulative products of {@code 1 - beta} over 1000 timesteps. */
final class TrainedBetas {

    private static final int T = 1000;

    private TrainedBetas() {}

    /**
     * Returns a table by its name in golden files.
     *
     * @param name {@code sd}, {@code lin}, {@code cos}, or {@code sdz} (sd rescaled to a nearly zero terminal SNR)
     * @return the cumulative products
     */
    static double[] alphasCumprod(String name) {
        return switch (name) {
            case "sd" -> product(t -> square(linspace(Math.sqrt(0.00085), Math.sqrt(0.012), t)));
            case "lin" -> product(t -> linspace(1e-4, 0.02, t));
            case "cos" -> product(t -> Math.min(1 - cosine(t + 1) / cosine(t), 0.999));
            case "sdz" -> zeroTerminalSnr(alphasCumprod("sd"));
            default -> throw new IllegalArgumentException("beta schedule: expected sd, lin, cos or sdz, found " + name);
        };
    }

    private static double[] product(IntToDoubleFunction beta) {
        double[] products = new double[T];
        double product = 1;
        for (int t = 0; t < T; t++) {
            product *= 1 - beta.applyAsDouble(t);
            products[t] = product;
        }
        return products;
    }

    private static double linspace(double from, double to, int t) {
        return from + (to - from) * t / (T - 1);
    }

    private static double cosine(int t) {
        return square(Math.cos(((double) t / T + 0.008) / 1.008 * Math.PI / 2));
    }

    // Lin et al. 2024, Algorithm 1; the last value is ComfyUI's.
    private static double[] zeroTerminalSnr(double[] alphasCumprod) {
        double first = Math.sqrt(alphasCumprod[0]);
        double last = Math.sqrt(alphasCumprod[T - 1]);
        double[] rescaled = new double[T];
        for (int t = 0; t < T; t++) {
            rescaled[t] = square((Math.sqrt(alphasCumprod[t]) - last) * first / (first - last));
        }
        rescaled[T - 1] = 4.8973451890853435e-08;
        return rescaled;
    }

    private static double square(double x) {
        return x * x;
    }
}
