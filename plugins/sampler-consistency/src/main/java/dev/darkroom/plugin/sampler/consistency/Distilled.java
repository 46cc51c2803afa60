package dev.darkroom.plugin.sampler.consistency;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.sampling.Sampler;

/** The demand for a model that was distilled to jump to x0 from anywhere. */
final class Distilled {

    private static final String ANY_MODEL = "any_model";

    static final OptionSpec OPTION =
            OptionSpec.flag(ANY_MODEL, false, "Run on a model that is not known to be distilled, too.");

    private Distilled() {}

    static void check(String sampler, Sampler.Setting setting) {
        if (!setting.distilled() && !setting.options().flag(ANY_MODEL)) {
            throw new InvalidRequestException(sampler
                    + ": expected a model distilled to need few steps, found one that is not; choose another sampler, or set "
                    + ANY_MODEL + "=true if the model is distilled all the same");
        }
    }
}
