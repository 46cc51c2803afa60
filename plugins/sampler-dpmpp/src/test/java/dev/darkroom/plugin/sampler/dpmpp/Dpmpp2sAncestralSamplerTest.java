package dev.darkroom.plugin.sampler.dpmpp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Dpmpp2sAncestralSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new Dpmpp2sAncestralSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of("eta", "0"), 2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("eta", "0"), Map.of("eta", "0.5", "s_noise", "1.003"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/dpmpp_2s_ancestral.json", "/golden/dpmpp_2s_ancestral_extra.json");
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        return List.of(Map.of(), Map.of("eta", "0.5"));
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return true;
    }

    @Test
    void refusesMoreNoiseThanAFlowHolds() {
        Options options = Options.of(sampler().info().options(), Map.of("eta", "1.5"));
        assertThatThrownBy(() -> sampler()
                        .check(new Sampler.Setting(
                                DiffusionProcess.flow(), false, SigmaSchedule.of(1, 0.5, 0), options)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected a number from 0 to 1 for a flow model, found 1.5");
    }
}
