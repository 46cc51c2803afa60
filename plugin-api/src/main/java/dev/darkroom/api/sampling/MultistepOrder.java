package dev.darkroom.api.sampling;

import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;

/**
 * Which order each step of a DPM-Solver multistep run has, by the options of diffusers' {@code DPMSolverMultistepScheduler}.
 *
 * @param order the highest order, from 1 to 3
 * @param lowerOrderFinal whether runs of fewer than 15 steps end with a step of at most second order and one of first
 * @param eulerAtFinal whether the last step is of first order at any number of steps
 */
public record MultistepOrder(int order, boolean lowerOrderFinal, boolean eulerAtFinal) {

    /** Below this many steps {@code lower_order_final} acts. */
    private static final int FEW_STEPS = 15;

    private static final String ORDER = "solver_order";
    private static final String LOWER_ORDER_FINAL = "lower_order_final";
    private static final String EULER_AT_FINAL = "euler_at_final";

    /**
     * Returns the options a sampler declares to offer the choice, under their names in diffusers.
     *
     * @param order the order by default
     * @param lowerOrderFinal the default of {@code lower_order_final}: true in diffusers, false in k-diffusion
     */
    public static OptionSpec[] options(int order, boolean lowerOrderFinal) {
        return new OptionSpec[] {
            OptionSpec.integer(ORDER, order, 1, 3, "Highest order of a step: 1 is DDIM, 2 is 2M, 3 is 3M."),
            OptionSpec.flag(
                    LOWER_ORDER_FINAL,
                    lowerOrderFinal,
                    "Below 15 steps: last step of first order, the one before of second at most."),
            OptionSpec.flag(EULER_AT_FINAL, false, "Last step of first order at any number of steps.")
        };
    }

    /** Reads the choice from the options of a sampler that declares {@link #options}. */
    public static MultistepOrder of(Options options) {
        return new MultistepOrder(
                options.integer(ORDER), options.flag(LOWER_ORDER_FINAL), options.flag(EULER_AT_FINAL));
    }

    /**
     * Returns the order of a step. A step to 0 is always of first order: the terms above it have no limit there.
     *
     * @param step the step, from 0
     * @param sigmas the levels
     * @param known how many estimates at different levels there are, from 1 up
     * @return the order, from 1 to 3
     */
    public int at(int step, SigmaSchedule sigmas, int known) {
        int left = sigmas.steps() - 1 - step;
        boolean few = lowerOrderFinal && sigmas.steps() < FEW_STEPS;
        if (left == 0 && (few || eulerAtFinal || sigmas.at(step + 1) == 0)) {
            return 1;
        }
        return Math.min(few && left == 1 ? Math.min(order, 2) : order, known);
    }
}
