package dev.darkroom.plugin.sampler.dpm2;

import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;

/** What both midpoint solvers share. */
final class Midpoints {

    static final String DISCARD = "discard_penultimate";

    static final OptionSpec DISCARD_OPTION = OptionSpec.flag(
            DISCARD, true, "Leave the last level above 0 out, as A1111 and ComfyUI do; diffusers keeps it.");

    private Midpoints() {}

    /** Two evaluations a step, one for a step to 0. */
    static Workload workload(SigmaSchedule sigmas) {
        int toZero = sigmas.at(sigmas.steps()) == 0 ? 1 : 0;
        return Workload.of(sigmas.steps(), 2 * sigmas.steps() - toZero);
    }
}
