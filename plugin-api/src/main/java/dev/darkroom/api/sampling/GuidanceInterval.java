package dev.darkroom.api.sampling;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import java.util.List;

/**
 * The part of a run that is guided; the rest is left to the conditional model and saves its evaluations of the
 * unconditional one. Source: Kynkäänniemi et al. 2024, <i>Applying Guidance in a Limited Interval Improves Sample and
 * Distribution Quality in Diffusion Models</i>, equation 6.
 *
 * <p>The paper gives the interval as noise levels, {@code sigma_low < sigma <= sigma_high}. diffusers' guiders give it as
 * fractions of the steps: of n steps those from {@code floor(start n)} up to, not including, {@code floor(end n)}. ComfyUI
 * gives it as fractions of the training time, from the level at {@code start} down to the level at {@code end}, both
 * included. A run is guided where all that is given allows it.
 *
 * @param trainingTime whether start and end are fractions of the training time instead of the steps
 * @param start where guidance starts, in [0,1]
 * @param end where it ends, from start to 1
 * @param low the level at and below which nothing is guided
 * @param high the level above which nothing is guided, at least {@code low}
 */
public record GuidanceInterval(boolean trainingTime, double start, double end, double low, double high) {

    private static final double NO_LIMIT = 1e9;

    private static final OptionSpec UNIT = OptionSpec.choice(
            "interval",
            "steps",
            List.of("steps", "percent"),
            "Whether start and end are fractions of the steps (diffusers) or of the training time (ComfyUI).");
    private static final OptionSpec START =
            OptionSpec.number("start", 0, 0, 1, "Guide from this fraction of the run on.");
    private static final OptionSpec END = OptionSpec.number("end", 1, 0, 1, "Guide up to this fraction of the run.");
    private static final OptionSpec LOW =
            OptionSpec.number("sigma_low", 0, 0, NO_LIMIT, "Guide above this noise level only.");
    private static final OptionSpec HIGH =
            OptionSpec.number("sigma_high", NO_LIMIT, 0, NO_LIMIT, "Guide up to this noise level only.");

    /** Checks that the ends are in order. */
    public GuidanceInterval {
        if (start > end) {
            throw new InvalidRequestException(
                    "options start and end: expected start <= end, found " + start + " and " + end);
        }
        if (low > high) {
            throw new InvalidRequestException(
                    "options sigma_low and sigma_high: expected sigma_low <= sigma_high, found " + low + " and "
                            + high);
        }
    }

    /** Returns the options a guidance declares to offer the interval. */
    public static OptionSpec[] options() {
        return new OptionSpec[] {UNIT, START, END, LOW, HIGH};
    }

    /** Reads the interval from the options of a guidance that declares {@link #options()}. */
    public static GuidanceInterval of(Options options) {
        return new GuidanceInterval(
                options.text(UNIT.name()).equals("percent"),
                options.number(START.name()),
                options.number(END.name()),
                options.number(LOW.name()),
                options.number(HIGH.name()));
    }

    /**
     * Returns whether a run is guided at a level: it lies in the interval, and the scale is not 1, where the guided model
     * is the conditional one.
     *
     * @param settings the run's scale, process and levels
     * @param sigma the level
     */
    public boolean guides(Guidance.Settings settings, double sigma) {
        return settings.scale() != 1
                && sigma > low
                && sigma <= high
                && (trainingTime
                        ? withinTime(settings.process(), sigma)
                        : withinSteps(
                                settings.sigmas().stepAt(sigma),
                                settings.sigmas().steps()));
    }

    private boolean withinSteps(int step, int steps) {
        return step >= (int) (start * steps) && step < (int) (end * steps);
    }

    private boolean withinTime(DiffusionProcess process, double sigma) {
        return (start <= 0 || sigma <= level(process, start)) && (end >= 1 || sigma >= level(process, end));
    }

    private static double level(DiffusionProcess process, double fraction) {
        return process.sigma((1 - fraction) * (process.isFlow() ? process.timesteps() : process.timesteps() - 1));
    }
}
