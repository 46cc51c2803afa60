package dev.darkroom.plugin.sampler.sa;

import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.LogSnr;

/**
 * How much noise SA-Solver adds at a level, from 0 for none to 1 for as much as the plain reverse SDE: a constant within an
 * interval, 0 outside of it. The interval is one of timesteps in diffusers and one of sigmas in ComfyUI.
 */
record Tau(double inside, double low, double high, double endSigma, double startSigma, DiffusionProcess process) {

    private static final OptionSpec INSIDE =
            OptionSpec.number("tau", 1, 0, 10, "How much noise within the interval; 0 for the ODE.");
    private static final OptionSpec LOW =
            OptionSpec.number("tau_t_low", 200, 0, 1e6, "diffusers: noise only from this timestep up.");
    private static final OptionSpec HIGH =
            OptionSpec.number("tau_t_high", 800, 0, 1e6, "diffusers: noise only up to this timestep.");
    private static final OptionSpec START_PERCENT = OptionSpec.number(
            "sde_start_percent", 0.2, 0, 1, "ComfyUI: noise only from this share of the way to the picture on.");
    private static final OptionSpec END_PERCENT = OptionSpec.number(
            "sde_end_percent", 0.8, 0, 1, "ComfyUI: noise only up to this share of the way to the picture.");
    private static final OptionSpec START_SIGMA = OptionSpec.number(
            "tau_start_sigma", -1, -1, 1e9, "ComfyUI: noise only up to this sigma; -1 for that of sde_start_percent.");
    private static final OptionSpec END_SIGMA = OptionSpec.number(
            "tau_end_sigma", -1, -1, 1e9, "ComfyUI: noise only from this sigma up; -1 for that of sde_end_percent.");

    static OptionSpec[] options() {
        return new OptionSpec[] {INSIDE, LOW, HIGH, START_PERCENT, END_PERCENT, START_SIGMA, END_SIGMA};
    }

    static Tau of(Options options, DiffusionProcess process) {
        double shift = options.number(LogSnr.flowShift().name());
        double start = options.number(START_SIGMA.name());
        double end = options.number(END_SIGMA.name());
        return new Tau(
                options.number(INSIDE.name()),
                options.number(LOW.name()),
                options.number(HIGH.name()),
                end >= 0 ? end : sigma(options.number(END_PERCENT.name()), shift, process),
                start >= 0 ? start : sigma(options.number(START_PERCENT.name()), shift, process),
                process);
    }

    /** Returns the level at a share of the way from noise to picture. */
    private static double sigma(double percent, double shift, DiffusionProcess process) {
        double left = 1 - percent;
        return process.isFlow()
                ? shift * left / (1 + (shift - 1) * left)
                : process.sigma(left * (process.timesteps() - 1));
    }

    /** Returns tau at a level by the interval of sigmas. */
    double at(double sigma) {
        return sigma <= startSigma && sigma >= endSigma ? inside : 0;
    }

    /** Returns tau at a level by the interval of timesteps; diffusers knows whole timesteps only. */
    double atTimestep(double sigma) {
        double t = Math.rint(process.timestep(sigma));
        return t >= low && t <= high ? inside : 0;
    }
}
