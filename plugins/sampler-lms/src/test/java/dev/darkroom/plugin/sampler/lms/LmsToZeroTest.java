package dev.darkroom.plugin.sampler.lms;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContract;
import java.util.List;
import java.util.Map;

/** LMS as in k-diffusion, whose last step goes on integrating and so does not end at an estimate of x0. */
class LmsToZeroTest extends SamplerContract {

    @Override
    protected Sampler sampler() {
        return new LmsSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of("integrate_to_zero", "true"));
    }

    @Override
    protected boolean endsAtAnEstimate() {
        return false;
    }
}
