package dev.darkroom.api.reference;

import dev.darkroom.api.sampling.BetaSchedule;

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
            case "sd" -> products(BetaSchedule.SCALED_LINEAR, 0.00085, 0.012);
            case "lin" -> products(BetaSchedule.LINEAR, 1e-4, 0.02);
            case "cos" -> products(BetaSchedule.SQUAREDCOS_CAP_V2, 1e-4, 0.02);
            case "sdz" -> BetaSchedule.zeroTerminalSnr(alphasCumprod("sd"), BetaSchedule.COMFYUI_FLOOR);
            default -> throw new IllegalArgumentException("beta schedule: expected sd, lin, cos or sdz, found " + name);
        };
    }

    /**
     * Returns the table that a scheduler's configuration describes, with diffusers' defaults.
     *
     * @param config an object with {@code beta_schedule}, {@code beta_start}, {@code beta_end}, each of which may be missing
     */
    static double[] alphasCumprod(Tree config) {
        Tree schedule = config.get("beta_schedule");
        Tree start = config.get("beta_start");
        Tree end = config.get("beta_end");
        return products(
                BetaSchedule.of(schedule.isPresent() ? schedule.text() : "linear"),
                start.isPresent() ? start.number() : 1e-4,
                end.isPresent() ? end.number() : 0.02);
    }

    private static double[] products(BetaSchedule schedule, double start, double end) {
        return BetaSchedule.cumulativeProducts(schedule.betas(T, start, end));
    }
}
