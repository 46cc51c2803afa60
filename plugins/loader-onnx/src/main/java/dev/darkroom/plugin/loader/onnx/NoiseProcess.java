package dev.darkroom.plugin.loader.onnx;

import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * Reads a diffusers scheduler configuration: formulas and defaults are those of {@code DDPMScheduler} and {@code
 * FlowMatchEulerDiscreteScheduler} in diffusers 0.30.
 */
final class NoiseProcess {

    /** What diffusers puts in place of a last cumulative product of zero (EulerDiscreteScheduler). */
    private static final double NEARLY_ZERO = 0x1p-24;

    private NoiseProcess() {}

    /**
     * Returns the process a configuration describes.
     *
     * @throws ModelException if it describes none, or one that cannot be represented
     */
    static DiffusionProcess of(Config scheduler) {
        String prediction = scheduler.text("prediction_type", "epsilon");
        if (scheduler.text("_class_name", "").startsWith("FlowMatch") || prediction.equals("flow_prediction")) {
            double timesteps = scheduler.number("num_train_timesteps", 1000);
            if (timesteps != 1000) {
                throw scheduler.bad("num_train_timesteps", "1000 for a flow-matching model", timesteps);
            }
            return DiffusionProcess.flow();
        }
        PredictionType type = switch (prediction) {
            case "epsilon" -> PredictionType.EPSILON;
            case "v_prediction" -> PredictionType.V;
            case "sample" -> PredictionType.SAMPLE;
            default ->
                throw scheduler.bad("prediction_type", "epsilon, v_prediction, sample or flow_prediction", prediction);
        };
        double[] cumulative = cumulativeProducts(betas(scheduler));
        if (scheduler.flag("rescale_betas_zero_snr")) {
            cumulative = zeroTerminalSnr(cumulative);
        }
        try {
            return DiffusionProcess.discrete(type, cumulative);
        } catch (IllegalArgumentException e) {
            throw scheduler.bad("betas", "values in (0,1)", e.getMessage());
        }
    }

    private static double[] betas(Config scheduler) {
        if (scheduler.has("trained_betas")) {
            return scheduler.numbers("trained_betas");
        }
        int steps = scheduler.has("num_train_timesteps") ? scheduler.size("num_train_timesteps") : 1000;
        if (steps < 2 || steps > 1_000_000) {
            throw scheduler.bad("num_train_timesteps", "2 to 1000000", steps);
        }
        double start = scheduler.number("beta_start", 0.0001);
        double end = scheduler.number("beta_end", 0.02);
        String schedule = scheduler.text("beta_schedule", "linear").toLowerCase(Locale.ROOT);
        return switch (schedule) {
            case "linear" -> spaced(start, end, steps, beta -> beta);
            case "scaled_linear" -> spaced(Math.sqrt(start), Math.sqrt(end), steps, root -> root * root);
            case "sigmoid" -> spaced(-6, 6, steps, x -> (end - start) / (1 + Math.exp(-x)) + start);
            case "squaredcos_cap_v2" -> cosine(steps);
            default ->
                throw scheduler.bad("beta_schedule", "linear, scaled_linear, squaredcos_cap_v2 or sigmoid", schedule);
        };
    }

    private static double[] spaced(double first, double last, int count, DoubleUnaryOperator map) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = map.applyAsDouble(first + (last - first) * i / (count - 1));
        }
        return values;
    }

    /** Nichol and Dhariwal 2021, eq. 17, betas capped at 0.999. */
    private static double[] cosine(int steps) {
        DoubleUnaryOperator bar = t -> Math.pow(Math.cos((t + 0.008) / 1.008 * Math.PI / 2), 2);
        double[] betas = new double[steps];
        for (int i = 0; i < steps; i++) {
            double now = bar.applyAsDouble((double) i / steps);
            betas[i] = Math.min(1 - bar.applyAsDouble((i + 1.0) / steps) / now, 0.999);
        }
        return betas;
    }

    private static double[] cumulativeProducts(double[] betas) {
        double[] products = new double[betas.length];
        double product = 1;
        for (int i = 0; i < betas.length; i++) {
            product *= 1 - betas[i];
            products[i] = product;
        }
        return products;
    }

    /** Lin et al. 2024, algorithm 1, with the last product just above zero so that its sigma is finite. */
    private static double[] zeroTerminalSnr(double[] cumulative) {
        double first = Math.sqrt(cumulative[0]);
        double last = Math.sqrt(cumulative[cumulative.length - 1]);
        double[] rescaled = new double[cumulative.length];
        for (int i = 0; i < rescaled.length; i++) {
            double root = (Math.sqrt(cumulative[i]) - last) * first / (first - last);
            rescaled[i] = root * root;
        }
        rescaled[rescaled.length - 1] = Math.min(NEARLY_ZERO, rescaled[rescaled.length - 2] / 2);
        return rescaled;
    }
}
