package dev.darkroom.plugin.schedule.sigma;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.Plural;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.TimestepSpacing;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The smallest and the largest level between which a schedule spaces its own.
 *
 * <p>k-diffusion, ComfyUI, A1111 and the DPM-Solver, UniPC, DEIS and SA-Solver schedulers of diffusers take those the model
 * was trained on. diffusers' Euler, Heun, LMS and KDPM2 schedulers take the levels of the first and last timestep of their
 * spacing instead, so that {@code leading} never reaches the noisiest.
 *
 * @param min the level of the last step, above 0
 * @param max the level of the first step
 */
record SigmaRange(double min, double max) {

    /** The option that says what the network is told. */
    static final String TOLD = "timesteps";

    private static final OptionSpec SIGMA_MIN =
            OptionSpec.number("sigma_min", 0, 0, 1e6, "The last level before the end; 0 takes it from range.");
    private static final OptionSpec SIGMA_MAX =
            OptionSpec.number("sigma_max", 0, 0, 1e6, "The first level; 0 takes it from range.");
    private static final OptionSpec RANGE = OptionSpec.choice(
            "range",
            "trained",
            List.of("trained", "leading", "linspace", "trailing"),
            "Where the range comes from: the trained levels (k-diffusion, ComfyUI, A1111; diffusers' DPM-Solver, UniPC,"
                    + " DEIS, SA-Solver), or the first and last timestep of a spacing (diffusers' Euler, Heun, LMS, KDPM2).");
    private static final OptionSpec STEPS_OFFSET =
            OptionSpec.integer("steps_offset", 0, 0, 1000, "Added to the timesteps of range leading.");
    private static final OptionSpec FINAL = OptionSpec.choice(
            "final",
            "zero",
            List.of("zero", "sigma_min"),
            "The level the last step ends at: 0, or the model's smallest.");
    private static final OptionSpec TIMESTEPS = OptionSpec.choice(
            TOLD,
            "exact",
            List.of("exact", "rounded", "truncated"),
            "What the network is told: fractional timesteps, or whole ones as diffusers' DPM-Solver family.");

    /** The options of a plain range. */
    static OptionSpec[] options() {
        return new OptionSpec[] {SIGMA_MIN, SIGMA_MAX};
    }

    /** The options of a range that diffusers' schedulers define in more than one way. */
    static OptionSpec[] diffusersOptions() {
        return new OptionSpec[] {SIGMA_MIN, SIGMA_MAX, RANGE, STEPS_OFFSET, FINAL, TIMESTEPS};
    }

    /**
     * Reads the range a run asks for.
     *
     * @param schedule the id of the schedule, for messages
     * @throws InvalidRequestException if there is less than one step, no range, or one that is upside down
     */
    static SigmaRange of(String schedule, DiffusionProcess process, int steps, Options options) {
        requireSteps(schedule, steps, 1);
        double min = options.number(SIGMA_MIN.name());
        double max = options.number(SIGMA_MAX.name());
        if (min == 0 || max == 0) {
            requireBetas(schedule, process, ", or give sigma_min and sigma_max");
            boolean spaced = options.asMap().containsKey(RANGE.name())
                    && !options.text(RANGE.name()).equals("trained");
            double first = process.timesteps() - 1;
            double last = 0;
            if (spaced) {
                requireSteps(schedule, steps, 1, process.timesteps());
                double[] timesteps = TimestepSpacing.valueOf(
                                options.text(RANGE.name()).toUpperCase(Locale.ROOT))
                        .timesteps(process.timesteps(), steps, options.integer(STEPS_OFFSET.name()));
                first = timesteps[0];
                last = timesteps[steps - 1];
            }
            min = min == 0 ? process.sigma(last) : min;
            max = max == 0 ? process.sigma(first) : max;
        }
        if (steps > 1 && min >= max) {
            throw new InvalidRequestException(
                    "schedule " + schedule + ": expected sigma_min below sigma_max, found " + min + " and " + max);
        }
        return new SigmaRange(min, max);
    }

    static void requireSteps(String schedule, int steps, int least) {
        if (steps < least) {
            throw new InvalidRequestException(
                    "schedule " + schedule + ": expected at least " + Plural.of(least, "step") + ", found " + steps);
        }
    }

    private static void requireSteps(String schedule, int steps, int least, int most) {
        if (steps < least || steps > most) {
            throw new InvalidRequestException("schedule " + schedule + ": expected from " + least + " to "
                    + Plural.of(most, "step") + ", found " + steps);
        }
    }

    static void requireBetas(String schedule, DiffusionProcess process, String orElse) {
        if (process.isFlow()) {
            throw new InvalidRequestException("schedule " + schedule + ": expected a model trained with betas, found a"
                    + " rectified flow. Choose schedule simple" + orElse);
        }
    }

    /**
     * Ends the levels as the options of {@link #diffusersOptions()} say.
     *
     * @param levels the levels of the steps, falling
     * @return the schedule; one step shorter where it would otherwise end in a step from the smallest level to itself, which
     *     to diffusers' users is the duplicated last Karras sigma; a single such step goes to 0
     */
    static SigmaSchedule end(DiffusionProcess process, double[] levels, Options options) {
        double last = options.text(FINAL.name()).equals("zero") ? 0 : process.sigmaMin();
        int steps = levels.length;
        // Within rounding: the formula's last level is the model's smallest, computed another way.
        if (Math.abs(levels[steps - 1] - last) <= 1e-9 * last) {
            if (steps == 1) {
                last = 0;
            } else {
                steps--;
            }
        }
        double[] sigmas = new double[steps + 1];
        int count = 0;
        for (int i = 0; i < steps; i++) {
            // Extreme options crowd levels until rounding makes them equal: each is taken once.
            if (count == 0 || levels[i] < sigmas[count - 1]) {
                sigmas[count++] = levels[i];
            }
        }
        sigmas[count++] = last;
        SigmaSchedule schedule = SigmaSchedule.of(Arrays.copyOf(sigmas, count));
        String told = options.text(TIMESTEPS.name());
        if (told.equals("exact")) {
            return schedule;
        }
        double[] timesteps = new double[schedule.steps()];
        for (int i = 0; i < timesteps.length; i++) {
            double timestep = process.timestep(sigmas[i]);
            timesteps[i] = told.equals("rounded") ? Math.rint(timestep) : Math.floor(timestep);
        }
        return schedule.withTimesteps(timesteps);
    }

    /** Returns how far step i of {@code steps} is on its way from the first to the last, 0 to 1. */
    static double ramp(int i, int steps) {
        return steps == 1 ? 0 : (double) i / (steps - 1);
    }
}
