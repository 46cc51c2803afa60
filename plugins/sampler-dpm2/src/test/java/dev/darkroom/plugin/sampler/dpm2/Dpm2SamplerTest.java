package dev.darkroom.plugin.sampler.dpm2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.Alias;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Dpm2SamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new Dpm2Sampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of(), 2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("s_churn", "3", "s_tmin", "0.05", "s_tmax", "10", "s_noise", "1.003"));
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return !options.containsKey("s_churn");
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/dpm_2.json", "/golden/dpm_2_more.json");
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of("s_churn", "3"));
    }

    @Test
    void discardsThePenultimateLevelUnlessTheNameIsThatOfDiffusers() {
        for (Sampler sampler : List.of(new Dpm2Sampler(), new Dpm2AncestralSampler())) {
            assertThat(sampler.discardsPenultimate(
                            Options.defaults(sampler.info().options())))
                    .isTrue();
            for (Alias alias : sampler.info().aliases()) {
                Options options = Options.of(sampler.info().options(), alias.presets());
                assertThat(sampler.discardsPenultimate(options))
                        .as(alias.name())
                        .isEqualTo(!alias.name().endsWith("Scheduler"));
            }
        }
    }
}
