package dev.darkroom.api.generation;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a user knows better than a model's configuration: what the network predicts, which betas it was trained with, and that
 * its last timestep is pure noise.
 *
 * @param prediction what the network predicts
 * @param betas the betas it was trained with
 * @param zeroSnr whether the betas are rescaled to zero terminal SNR, with the last product that ComfyUI and A1111 take
 */
public record ProcessOverrides(Optional<PredictionType> prediction, Optional<Betas> betas, boolean zeroSnr) {

    /** Overrides nothing. */
    public static final ProcessOverrides NONE = new ProcessOverrides(Optional.empty(), Optional.empty(), false);

    /** Checks that nothing is null. */
    public ProcessOverrides {
        Objects.requireNonNull(prediction, "prediction");
        Objects.requireNonNull(betas, "betas");
    }

    /**
     * A beta schedule and its ends.
     *
     * @param schedule the schedule
     * @param start the first beta, in (0,1)
     * @param end the last beta, from start up, below 1
     */
    public record Betas(BetaSchedule schedule, double start, double end) {

        /**
         * Checks the ends.
         *
         * @throws InvalidRequestException if they are no betas
         */
        public Betas {
            Objects.requireNonNull(schedule, "schedule");
            if (!(start > 0 && start <= end && end < 1)) {
                throw new InvalidRequestException(
                        "beta schedule: expected start and end with 0 < start <= end < 1, found " + start + " and "
                                + end);
            }
        }

        /** Returns a schedule between its usual ends: Stable Diffusion's for scaled_linear, else DDPM's. */
        public static Betas of(BetaSchedule schedule) {
            return schedule == BetaSchedule.SCALED_LINEAR
                    ? new Betas(schedule, 0.00085, 0.012)
                    : new Betas(schedule, 1e-4, 0.02);
        }

        /**
         * Reads a schedule as users write it.
         *
         * @param text a name, or name, start and end, as in {@code scaled_linear,0.00085,0.012}
         * @return the schedule
         * @throws InvalidRequestException if it is none
         */
        public static Betas parse(String text) {
            String[] parts = text.split(",", -1);
            BetaSchedule schedule = BetaSchedule.of(parts[0]);
            if (parts.length == 1) {
                return of(schedule);
            }
            try {
                if (parts.length == 3) {
                    return new Betas(schedule, Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
                }
            } catch (NumberFormatException e) {
                throw bad(text, e);
            }
            throw bad(text, null);
        }

        private static InvalidRequestException bad(String text, @Nullable NumberFormatException cause) {
            return new InvalidRequestException(
                    "beta schedule: expected a name, or name,start,end as in scaled_linear,0.00085,0.012, found \""
                            + text + "\"",
                    cause);
        }

        @Override
        public String toString() {
            return schedule.id() + "," + start + "," + end;
        }
    }

    /** Returns whether nothing is overridden. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    /**
     * Returns the process to sample with.
     *
     * @param trained what the model's configuration says
     * @return the process with the overrides in place
     * @throws InvalidRequestException if they cannot be: a rectified flow has no betas to rescale
     */
    public DiffusionProcess apply(DiffusionProcess trained) {
        if (isEmpty()) {
            return trained;
        }
        PredictionType type = prediction.orElse(trained.prediction());
        if (type == PredictionType.FLOW) {
            if (zeroSnr || betas.isPresent()) {
                throw new InvalidRequestException((zeroSnr ? "zero-snr" : "beta-schedule")
                        + ": expected a model trained with betas, found a rectified flow, which has none."
                        + " Leave it out, or say what the model predicts with --prediction");
            }
            return trained.isFlow() ? trained : DiffusionProcess.flow();
        }
        if (trained.isFlow() && betas.isEmpty()) {
            throw new InvalidRequestException("prediction: expected flow for a rectified flow, found "
                    + type.name().toLowerCase(Locale.ROOT)
                    + ". For a model trained with betas, name them with --beta-schedule");
        }
        double[] products = betas.map(chosen -> BetaSchedule.cumulativeProducts(
                        chosen.schedule().betas(trained.timesteps(), chosen.start(), chosen.end())))
                .orElseGet(trained::alphasCumprod);
        // Rescaled once, products stay as they are.
        if (zeroSnr && products[products.length - 1] > BetaSchedule.DIFFUSERS_FLOOR) {
            products = BetaSchedule.zeroTerminalSnr(products, BetaSchedule.COMFYUI_FLOOR);
        }
        return DiffusionProcess.discrete(type, products);
    }
}
