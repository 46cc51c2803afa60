package dev.darkroom.plugin.schedule.sigma;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Arrays;
import java.util.List;
import org.pf4j.Extension;

/**
 * Levels whose log follows a Laplace distribution, clamped to the range: Hang et al. 2024, <i>Improved Noise Schedule for
 * Diffusion Training</i>, section 3.2, as ComfyUI computes it. Levels that clamping makes equal are kept once.
 *
 * <p>ComfyUI's node returns as many levels as steps were asked for and no 0 after them, so that its users get one step less
 * and some noise left: that is {@code final=none}.
 */
@Extension
public final class LaplaceSchedule implements NoiseSchedule {

    private static final String MU = "mu";
    private static final String BETA = "beta";
    private static final String FINAL = "final";

    /** Keeps the logarithm finite at both ends. */
    private static final double EPSILON = 1e-5;

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "laplace",
                    "Laplace",
                    "Most steps around the middle of the noise range. ComfyUI's node leaves the final 0 out: final=none.")
            .from("Hang et al. 2024, arXiv:2407.03297; ComfyUI, get_sigmas_laplace")
            .option(SigmaRange.options())
            .option(
                    OptionSpec.number(MU, 0, -10, 10, "The log sigma around which steps crowd."),
                    OptionSpec.number(BETA, 0.5, 0, 10, "How far they spread."),
                    OptionSpec.choice(FINAL, "zero", List.of("zero", "none"), "Whether a last step goes to 0."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        boolean toZero = options.text(FINAL).equals("zero");
        SigmaRange.requireSteps(INFO.id(), steps, toZero ? 1 : 2);
        SigmaRange range = SigmaRange.of(INFO.id(), process, steps, options);
        double[] sigmas = new double[steps + 1];
        int count = 0;
        for (int i = 0; i < steps; i++) {
            double x = 0.5 - SigmaRange.ramp(i, steps);
            double log = options.number(MU)
                    - options.number(BETA) * Math.signum(x) * Math.log(1 - 2 * Math.abs(x) + EPSILON);
            double sigma = Math.min(Math.max(Math.exp(log), range.min()), range.max());
            if (count == 0 || sigma < sigmas[count - 1]) {
                sigmas[count++] = sigma;
            }
        }
        return SigmaSchedule.of(Arrays.copyOf(sigmas, toZero ? count + 1 : count));
    }
}
