package dev.darkroom.plugin.schedule.timestep;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.Plural;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.TimestepSpacing;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The spacings of diffusers' schedulers, which share three names and round each in their own way:
 *
 * <ul>
 *   <li>{@code euler} (EulerDiscrete, EulerAncestralDiscrete, HeunDiscrete, LMSDiscrete, KDPM2Discrete): one timestep a step,
 *       fractional under linspace; between timesteps sigma, not its logarithm, is linear.
 *   <li>{@code dpmsolver} (DPMSolverMultistep and Singlestep, UniPC, DEIS, SASolver): linspace and leading space one timestep
 *       more and leave out the last; all are rounded.
 *   <li>{@code ddim} (DDIM, PNDM): one timestep a step, rounded; a step goes to {@code t - T/steps}, rounded down, whichever
 *       timestep the next one starts from.
 *   <li>{@code ddpm} (DDPM): as ddim, but a step goes to the next timestep.
 * </ul>
 */
final class DiffusersSpacing {

    private static final String AS = "as";
    private static final String FINAL = "final";
    private static final String STEPS_OFFSET = "steps_offset";
    private static final String LAMBDA_MIN_CLIPPED = "lambda_min_clipped";

    /** Below the log SNR of any process: clips nothing. */
    private static final double NO_CLIPPING = -1e4;

    private final TimestepSpacing spacing;
    private final String id;

    DiffusersSpacing(TimestepSpacing spacing, String id) {
        this.spacing = spacing;
        this.id = id;
    }

    static OptionSpec[] options() {
        return new OptionSpec[] {
            OptionSpec.choice(
                    AS,
                    "euler",
                    List.of("euler", "dpmsolver", "ddim", "ddpm"),
                    "Whose rounding: euler (also Heun, LMS, KDPM2), dpmsolver (also UniPC, DEIS, SA-Solver), ddim (also"
                            + " PNDM; steps to t - T/steps), ddpm."),
            OptionSpec.choice(
                    FINAL,
                    "zero",
                    List.of("zero", "sigma_min"),
                    "The level the last step ends at: 0, or the model's smallest (final_sigmas_type=sigma_min,"
                            + " set_alpha_to_one=false; DEIS and SA-Solver always)."),
            OptionSpec.integer(STEPS_OFFSET, 0, 0, 1000, "Added to each timestep of leading; 1 for Stable Diffusion."),
            OptionSpec.number(
                    LAMBDA_MIN_CLIPPED,
                    NO_CLIPPING,
                    NO_CLIPPING,
                    1e4,
                    "Leaves out timesteps of a lower half log SNR (dpmsolver; -5.1 for squaredcos_cap_v2).")
        };
    }

    SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        if (process.isFlow()) {
            throw new InvalidRequestException("schedule " + id
                    + ": expected a model trained with betas, found a rectified flow. Choose schedule flow or simple");
        }
        String as = options.text(AS);
        int trained = process.timesteps();
        int most = as.equals("dpmsolver") && spacing == TimestepSpacing.LEADING ? trained - 1 : trained;
        if (steps < 1 || steps > most) {
            throw new InvalidRequestException(
                    "schedule " + id + ": expected from 1 to " + Plural.of(most, "step") + ", found " + steps);
        }
        int offset = options.integer(STEPS_OFFSET);
        double[] timesteps = as.equals("dpmsolver")
                ? ofSolver(trained, unclipped(process, options), steps, offset)
                : spacing.timesteps(trained, steps, offset);
        if (!as.equals("euler")) {
            for (int i = 0; i < timesteps.length; i++) {
                timesteps[i] = Math.rint(timesteps[i]);
            }
        }
        // diffusers' Euler takes the last level for a timestep beyond it, the others fail or draw noise.
        if (timesteps[0] > trained - 1 && !as.equals("euler")) {
            throw new InvalidRequestException("schedule " + id + ": steps_offset " + offset + " with " + steps
                    + " steps asks for timestep " + (int) timesteps[0] + ", the model has 0 to " + (trained - 1)
                    + ". Use fewer steps or steps_offset=0");
        }
        double last = options.text(FINAL).equals("zero") ? 0 : process.sigmaMin();
        double[] sigmas = new double[timesteps.length + 1];
        double[] targets = new double[timesteps.length];
        for (int i = 0; i < timesteps.length; i++) {
            sigmas[i] = interpolated(process, timesteps[i]);
        }
        sigmas[timesteps.length] = last;
        for (int i = 0; i < timesteps.length; i++) {
            double target = timesteps[i] - trained / steps;
            targets[i] = !as.equals("ddim") ? sigmas[i + 1] : target < 0 ? last : process.sigma(target);
        }
        try {
            return distinct(sigmas, targets, timesteps);
        } catch (IllegalArgumentException e) {
            // Linear betas at zero terminal SNR: the floor of the last level lies below its neighbours.
            throw new InvalidRequestException(
                    "schedule " + id + ": expected levels that fall, found a model whose noisiest do not ("
                            + e.getMessage() + "). Use fewer than the " + Plural.of(steps, "step"),
                    e);
        }
    }

    private double[] ofSolver(int trained, int unclipped, int steps, int offset) {
        if (spacing == TimestepSpacing.TRAILING) {
            return TimestepSpacing.trailing(unclipped, (double) trained / steps);
        }
        double[] spaced = spacing.timesteps(unclipped, steps + 1, offset);
        return Arrays.copyOf(spaced, steps);
    }

    private static int unclipped(DiffusionProcess process, Options options) {
        int count = process.timesteps();
        while (count > 1 && -Math.log(process.sigma(count - 1)) < options.number(LAMBDA_MIN_CLIPPED)) {
            count--;
        }
        return count;
    }

    private static double interpolated(DiffusionProcess process, double timestep) {
        double t = Math.min(timestep, process.timesteps() - 1);
        double w = t - Math.floor(t);
        return w == 0 ? process.sigma(t) : (1 - w) * process.sigma(Math.floor(t)) + w * process.sigma(Math.ceil(t));
    }

    /** Leaves out steps from a level to itself, which change nothing; a single one goes to 0 instead. */
    private static SigmaSchedule distinct(double[] sigmas, double[] targets, double[] timesteps) {
        int steps = timesteps.length;
        if (steps == 1 && sigmas[0] == sigmas[1]) {
            return SigmaSchedule.of(sigmas[0], 0).withTimesteps(timesteps);
        }
        int[] kept = IntStream.range(0, steps)
                .filter(i -> sigmas[i] != sigmas[i + 1])
                .toArray();
        double[] levels = new double[kept.length + 1];
        double[] reached = new double[kept.length];
        double[] told = new double[kept.length];
        for (int k = 0; k < kept.length; k++) {
            levels[k] = sigmas[kept[k]];
            reached[k] = targets[kept[k]];
            told[k] = timesteps[kept[k]];
        }
        levels[kept.length] = sigmas[steps];
        return SigmaSchedule.withTargets(levels, reached).withTimesteps(told);
    }
}
