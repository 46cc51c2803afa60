package dev.darkroom.plugin.schedule.sigma;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.Plural;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * Half of the steps go evenly through the first percents of the noise, the others go on with quadratically growing steps
 * whose first is as long as theirs: the schedule of Genmo's Mochi and Meta's Movie Gen (Polyak et al. 2024, section 3.4.2).
 */
@Extension
public final class LinearQuadraticSchedule implements NoiseSchedule {

    private static final String THRESHOLD = "threshold_noise";
    private static final String LINEAR_STEPS = "linear_steps";

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "linear_quadratic", "Linear quadratic", "Small even steps at first, then longer and longer ones.")
            .from("Polyak et al. 2024, arXiv:2410.13720; ComfyUI, linear_quadratic_schedule")
            .option(
                    OptionSpec.number(THRESHOLD, 0.025, 1e-6, 0.999, "The share of the noise the even steps remove."),
                    OptionSpec.integer(LINEAR_STEPS, 0, 0, 10_000, "How many even steps; 0 takes half."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        SigmaRange.requireSteps(INFO.id(), steps, 1);
        double max = process.sigmaMax();
        if (steps == 1) {
            return SigmaSchedule.of(max, 0);
        }
        double threshold = options.number(THRESHOLD);
        int linear = options.integer(LINEAR_STEPS) == 0 ? steps / 2 : options.integer(LINEAR_STEPS);
        if (linear >= steps) {
            throw new InvalidRequestException("schedule linear_quadratic: expected linear_steps below the "
                    + Plural.of(steps, "step") + ", found " + linear);
        }
        // removed(k) = a k^2 + b k + c: as steep as the line where it leaves it, 1 at the last step.
        int quadratic = steps - linear;
        double beyond = linear - threshold * steps;
        double a = beyond / ((double) linear * quadratic * quadratic);
        double b = threshold / linear - 2 * beyond / ((double) quadratic * quadratic);
        double c = a * linear * linear;
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            double removed = i < linear ? i * threshold / linear : a * i * i + b * i + c;
            sigmas[i] = (1 - removed) * max;
        }
        try {
            return SigmaSchedule.of(sigmas);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    "schedule linear_quadratic: expected levels that fall, found " + Plural.of(steps, "step")
                            + " of which " + linear + " take threshold_noise " + threshold + " (" + e.getMessage()
                            + ")",
                    e);
        }
    }
}
