package dev.darkroom.plugin.schedule.flow;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.List;
import org.pf4j.Extension;

/**
 * Evenly spaced levels of a rectified flow, shifted towards noise, then 0: Esser et al. 2024, <i>Scaling Rectified Flow
 * Transformers</i>, equation 23, and the resolution-dependent shift of FLUX.
 *
 * <p>Three schedulers of diffusers start from three grids:
 *
 * <ul>
 *   <li>{@code flowmatch} (FlowMatchEulerDiscrete, FlowMatchHeunDiscrete): from 1 to the shifted 1/1000, both included, which
 *       the shift then moves a second time; under dynamic shifting to the plain 1/1000.
 *   <li>{@code dpmsolver} (DPMSolverMultistep and Singlestep, DEIS, SASolver with use_flow_sigmas): from 0.999 towards 0, which
 *       is left out.
 *   <li>{@code unipc} (UniPCMultistep with use_flow_sigmas): from 1 towards 1/1000, which is left out; the first level is
 *       lowered by 1e-6 so that its log SNR is finite.
 * </ul>
 */
@Extension
public final class FlowSchedule implements NoiseSchedule {

    private static final String AS = "as";
    private static final String SHIFT = "shift";
    private static final String DYNAMIC = "dynamic";
    private static final String MU = "mu";
    private static final String SHIFT_TERMINAL = "shift_terminal";
    private static final String FINAL = "final";

    /** How far below 1 UniPC starts. */
    private static final double MARGIN = 1e-6;

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "flow",
                    "Flow",
                    "Evenly spaced levels of a rectified flow, shifted as in diffusers; ComfyUI's flow models use simple or"
                            + " normal with the option shift.")
            .alias("flow_match", "FlowMatchEulerDiscreteScheduler")
            .from("Esser et al. 2024, arXiv:2403.03206, equation 23; diffusers, FlowMatchEulerDiscreteScheduler")
            .option(
                    OptionSpec.choice(
                            AS,
                            "flowmatch",
                            List.of("flowmatch", "dpmsolver", "unipc"),
                            "Whose grid: flowmatch, dpmsolver (also DEIS, SA-Solver) or unipc."),
                    OptionSpec.number(SHIFT, 1, 0.01, 100, "Time shift; SD3 uses 3."),
                    OptionSpec.choice(
                            DYNAMIC,
                            "none",
                            List.of("none", "exponential", "linear"),
                            "Takes the shift from mu: exponential e^mu (FLUX), linear mu; none takes the option shift."),
                    OptionSpec.number(
                            MU, 1.15, -10, 100, "Shift by picture size; FLUX: 0.5 at 256, 1.15 at 1024 pixels."),
                    OptionSpec.number(
                            SHIFT_TERMINAL,
                            0,
                            0,
                            0.999,
                            "Stretches the levels so that the last before 0 is this; 0 is off."),
                    OptionSpec.choice(
                            FINAL,
                            "zero",
                            List.of("zero", "none"),
                            "Whether a last step goes to 0; DEIS and SA-Solver stop before."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        double terminal = options.number(SHIFT_TERMINAL);
        boolean toZero = options.text(FINAL).equals("zero");
        int least = toZero && terminal == 0 ? 1 : 2;
        if (steps < least) {
            throw new InvalidRequestException("schedule flow: expected at least " + least + " step"
                    + (least == 1 ? "" : "s with shift_terminal or final=none") + ", found " + steps);
        }
        if (!process.isFlow()) {
            throw new InvalidRequestException(
                    "schedule flow: expected a rectified flow, found a model trained with betas."
                            + " Choose schedule linspace or karras");
        }
        double factor = factor(options);
        String as = options.text(AS);
        double[] sigmas = new double[toZero ? steps + 1 : steps];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = DiffusionProcess.shift(unshifted(as, process, options, i, steps), factor);
        }
        if (terminal > 0) {
            double scale = (1 - sigmas[steps - 1]) / (1 - terminal);
            for (int i = 0; i < steps; i++) {
                sigmas[i] = 1 - (1 - sigmas[i]) / scale;
            }
        }
        if (as.equals("unipc") && Math.abs(sigmas[0] - 1) < MARGIN) {
            sigmas[0] -= MARGIN;
        }
        SigmaSchedule schedule = SigmaSchedule.of(sigmas);
        if (as.equals("flowmatch")) {
            return schedule;
        }
        double[] timesteps = new double[schedule.steps()];
        for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = Math.floor(sigmas[i] * process.timesteps());
        }
        return schedule.withTimesteps(timesteps);
    }

    private static double factor(Options options) {
        double mu = options.number(MU);
        return switch (options.text(DYNAMIC)) {
            case "exponential" -> Math.exp(mu);
            case "linear" -> {
                if (!(mu > 0)) {
                    throw new InvalidRequestException(
                            "schedule flow: expected mu above 0 for dynamic=linear, found " + mu);
                }
                yield mu;
            }
            default -> options.number(SHIFT);
        };
    }

    private static double unshifted(String as, DiffusionProcess process, Options options, int i, int steps) {
        double smallest = process.sigmaMin();
        return switch (as) {
            // Rounded as NumPy's linspace is: timesteps are cut off, so that an ulp can move one.
            case "dpmsolver" -> i == 0 ? 1 - smallest : 1 - (1 + (steps - i) * ((smallest - 1) / steps));
            case "unipc" -> 1 + i * ((smallest - 1) / steps);
            default -> {
                double last = options.text(DYNAMIC).equals("none")
                        ? DiffusionProcess.shift(smallest, options.number(SHIFT))
                        : smallest;
                yield steps == 1 ? 1 : 1 + (last - 1) * i / (steps - 1);
            }
        };
    }
}
