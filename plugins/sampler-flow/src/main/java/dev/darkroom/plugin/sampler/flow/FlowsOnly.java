package dev.darkroom.plugin.sampler.flow;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.Sampler;
import java.util.Locale;

/** The demand for a rectified flow. */
final class FlowsOnly {

    private FlowsOnly() {}

    /** Refuses another model and names the solver that does the same on it. */
    static void check(String sampler, String instead, Sampler.Setting setting) {
        if (!setting.process().isFlow()) {
            throw new InvalidRequestException(sampler + ": expected a rectified flow, found a model that predicts "
                    + setting.process().prediction().name().toLowerCase(Locale.ROOT) + "; choose " + instead);
        }
    }
}
