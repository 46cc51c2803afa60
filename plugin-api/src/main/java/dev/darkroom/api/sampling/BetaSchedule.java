package dev.darkroom.api.sampling;

import dev.darkroom.api.InvalidRequestException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/**
 * How much noise each training timestep adds: the beta schedules of diffusers, and what is made of them. All functions are
 * pure; arrays are by timestep, from the cleanest.
 */
public enum BetaSchedule {

    /** Ho et al. 2020: betas evenly spaced. */
    LINEAR {
        @Override
        public double[] betas(int timesteps, double start, double end) {
            return spaced(timesteps, start, end, beta -> beta);
        }
    },

    /** Latent diffusion, Rombach et al. 2022: square roots evenly spaced. ComfyUI calls this one "linear". */
    SCALED_LINEAR {
        @Override
        public double[] betas(int timesteps, double start, double end) {
            return spaced(timesteps, Math.sqrt(start), Math.sqrt(end), root -> root * root);
        }
    },

    /** Nichol and Dhariwal 2021, equation 17, betas capped at 0.999. Start and end do not matter. */
    SQUAREDCOS_CAP_V2 {
        @Override
        public double[] betas(int timesteps, double start, double end) {
            return ofProducts(timesteps, t -> square(Math.cos((t + 0.008) / 1.008 * Math.PI / 2)));
        }
    },

    /** GeoDiff, Xu et al. 2022: a logistic curve from start to end. */
    SIGMOID {
        @Override
        public double[] betas(int timesteps, double start, double end) {
            return spaced(timesteps, -6, 6, x -> (end - start) / (1 + Math.exp(-x)) + start);
        }
    },

    /**
     * diffusers' "laplace": a Laplace-distributed log SNR (Hang et al. 2024, arXiv:2407.03297), whose signal share stands in
     * for its square. Start and end do not matter.
     */
    LAPLACE {
        @Override
        public double[] betas(int timesteps, double start, double end) {
            return ofProducts(timesteps, t -> {
                double logSnr = -0.5 * Math.copySign(1, 0.5 - t) * Math.log(1 - 2 * Math.abs(0.5 - t) + 1e-6);
                double snr = Math.exp(logSnr);
                return Math.sqrt(snr / (1 + snr));
            });
        }
    };

    /** What diffusers puts in place of a last product of zero: sigma 4096 (Euler, DPM-Solver, UniPC). */
    public static final double DIFFUSERS_FLOOR = 0x1p-24;

    /** What ComfyUI and A1111 put in place of a last product of zero: sigma 4519. */
    public static final double COMFYUI_FLOOR = 4.8973451890853435e-8;

    private static final double MAX_BETA = 0.999;

    /** Returns the name, as in {@code scaled_linear}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns a schedule by its name.
     *
     * @throws InvalidRequestException if there is none of that name
     */
    public static BetaSchedule of(String name) {
        for (BetaSchedule schedule : values()) {
            if (schedule.id().equalsIgnoreCase(name.trim())) {
                return schedule;
            }
        }
        throw new InvalidRequestException("beta schedule: expected "
                + Arrays.stream(values()).map(BetaSchedule::id).collect(Collectors.joining(", ")) + ", found \"" + name
                + "\"");
    }

    /**
     * Returns the betas.
     *
     * @param timesteps how many, at least 2
     * @param start the first beta, in (0,1)
     * @param end the last beta, in (0,1)
     * @return the variance of the noise that each timestep adds
     */
    public abstract double[] betas(int timesteps, double start, double end);

    /** Returns the products of {@code 1 - beta} up to each timestep: the share of signal left, {@code abar}. */
    public static double[] cumulativeProducts(double[] betas) {
        double[] products = new double[betas.length];
        double product = 1;
        for (int t = 0; t < betas.length; t++) {
            product *= 1 - betas[t];
            products[t] = product;
        }
        return products;
    }

    /**
     * Rescales products so that the last timestep is pure noise: Lin et al. 2024, <i>Common Diffusion Noise Schedules and
     * Sample Steps Are Flawed</i>, Algorithm 1.
     *
     * @param products cumulative products
     * @param floor what stands in place of the last product, which would be 0 and its sigma infinite
     * @return the rescaled products; the first keeps its value
     */
    public static double[] zeroTerminalSnr(double[] products, double floor) {
        int last = products.length - 1;
        double first = Math.sqrt(products[0]);
        double shift = Math.sqrt(products[last]);
        double[] rescaled = new double[products.length];
        for (int t = 0; t < last; t++) {
            rescaled[t] = square((Math.sqrt(products[t]) - shift) * first / (first - shift));
        }
        rescaled[last] = floor;
        return rescaled;
    }

    private static double[] spaced(int count, double first, double last, DoubleUnaryOperator map) {
        double[] values = new double[count];
        for (int t = 0; t < count; t++) {
            values[t] = map.applyAsDouble(first + (last - first) * t / (count - 1));
        }
        return values;
    }

    private static double[] ofProducts(int count, DoubleUnaryOperator product) {
        double[] betas = new double[count];
        for (int t = 0; t < count; t++) {
            double ratio = product.applyAsDouble((t + 1.0) / count) / product.applyAsDouble((double) t / count);
            betas[t] = Math.min(1 - ratio, MAX_BETA);
        }
        return betas;
    }

    private static double square(double x) {
        return x * x;
    }
}
