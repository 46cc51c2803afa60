package dev.darkroom.plugin.sampler.dpmpp;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.AncestralStep;
import dev.darkroom.api.sampling.LogSnr;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;

/**
 * The levels of one ancestral step of DPM-Solver++(2S).
 *
 * @param sigma where it begins
 * @param middle where it evaluates a second time
 * @param down where the noiseless part ends; 0 for a step with one evaluation
 * @param next where the step ends
 * @param keep the factor of the state when the noise is added
 * @param up the standard deviation of the noise to add
 */
record SingleStep(double sigma, double middle, double down, double next, double keep, double up) {

    /** Where ComfyUI evaluates in a flow's first step, which begins at a lambda of minus infinity. */
    private static final double MIDDLE_OF_FIRST = 0.9999;

    private static final String ETA = "eta";
    private static final String NOISE = "s_noise";

    static OptionSpec[] options() {
        return new OptionSpec[] {
            OptionSpec.number(ETA, 1, 0, 100, "Share of fresh noise: 0 none, 1 as in ancestral sampling."),
            OptionSpec.number(NOISE, 1, 0, 100, "Factor of the added noise.")
        };
    }

    static SingleStep of(double sigma, double next, SamplerContext context) {
        double eta = context.options().number(ETA);
        LogSnr snr = LogSnr.of(context.process());
        AncestralStep split = AncestralStep.of(context.process(), sigma, next, eta);
        double middle =
                snr.signal(sigma) > 0 ? snr.sigma((snr.lambda(sigma) + snr.lambda(split.down())) / 2) : MIDDLE_OF_FIRST;
        double up = split.up() * context.options().number(NOISE);
        return new SingleStep(sigma, middle, split.down(), next, split.keep(), up);
    }

    static Workload workload(SigmaSchedule sigmas, Options options) {
        double eta = options.number(ETA);
        int evaluations = 0;
        for (int i = 0; i < sigmas.steps(); i++) {
            evaluations +=
                    AncestralStep.exploding(sigmas.at(i), sigmas.at(i + 1), eta).down() > 0 ? 2 : 1;
        }
        return Workload.of(sigmas.steps(), evaluations);
    }

    static void check(Sampler.Setting setting) {
        double eta = setting.options().number(ETA);
        if (setting.process().isFlow() && eta > 1) {
            throw new InvalidRequestException(
                    "option eta: expected a number from 0 to 1 for a flow model, found " + eta);
        }
    }
}
