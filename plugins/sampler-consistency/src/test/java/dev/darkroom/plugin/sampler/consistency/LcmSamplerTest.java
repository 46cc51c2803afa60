package dev.darkroom.plugin.sampler.consistency;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import dev.darkroom.api.testing.Processes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LcmSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new LcmSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of();
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("boundary_scalings", "true"),
                Map.of("boundary_scalings", "true", "timestep_scaling", "2", "clip_sample", "true"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/lcm.json", "/golden/lcm_more.json");
    }

    @Override
    protected boolean convergesToTheData() {
        return false;
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of());
    }

    @Test
    void refusesAModelThatIsNotDistilledUnlessTold() {
        for (Sampler sampler : List.of(new LcmSampler(), new TcdSampler())) {
            assertThatThrownBy(() -> sampler.check(setting(sampler, false, Map.of())))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageStartingWith(sampler.info().id() + ": expected a model distilled")
                    .hasMessageContaining("any_model=true")
                    .hasMessageNotContaining("\n");
            assertThatCode(() -> sampler.check(setting(sampler, true, Map.of())))
                    .doesNotThrowAnyException();
            assertThatCode(() -> sampler.check(setting(sampler, false, Map.of("any_model", "true"))))
                    .doesNotThrowAnyException();
        }
    }

    private static Sampler.Setting setting(Sampler sampler, boolean distilled, Map<String, String> options) {
        return new Sampler.Setting(
                Processes.STABLE_DIFFUSION,
                distilled,
                SigmaSchedule.of(14.6, 1, 0),
                Options.of(sampler.info().options(), options));
    }
}
