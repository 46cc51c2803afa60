package dev.darkroom.plugin.loader.onnx;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;

/**
 * Reads a diffusers scheduler configuration: formulas and defaults are those of {@code DDPMScheduler} and {@code
 * FlowMatchEulerDiscreteScheduler} in diffusers 0.30.
 */
final class NoiseProcess {

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
        double[] products = BetaSchedule.cumulativeProducts(betas(scheduler));
        if (scheduler.flag("rescale_betas_zero_snr")) {
            products = BetaSchedule.zeroTerminalSnr(products, BetaSchedule.DIFFUSERS_FLOOR);
        }
        try {
            return DiffusionProcess.discrete(type, products);
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
        String schedule = scheduler.text("beta_schedule", "linear");
        try {
            return BetaSchedule.of(schedule).betas(steps, start, end);
        } catch (InvalidRequestException e) {
            throw scheduler.bad(
                    "beta_schedule", "linear, scaled_linear, squaredcos_cap_v2, sigmoid or laplace", schedule);
        }
    }
}
