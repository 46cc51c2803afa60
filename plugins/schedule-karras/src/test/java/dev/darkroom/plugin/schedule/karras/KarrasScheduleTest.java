package dev.darkroom.plugin.schedule.karras;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseScheduleContract;
import dev.darkroom.api.testing.GoldenSchedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KarrasScheduleTest extends NoiseScheduleContract {

    @Override
    protected NoiseSchedule schedule() {
        return new KarrasSchedule();
    }

    static Stream<GoldenSchedule> goldens() {
        return GoldenSchedule.read(KarrasScheduleTest.class, "/golden/karras.json").stream();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsTheReference(GoldenSchedule golden) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String name : List.of("rho", "sigma_min", "sigma_max")) {
            if (golden.args().has(name)) {
                options.put(name, golden.args().get(name).asText());
            }
        }
        if (golden.isFlow()) {
            double shift = golden.shift();
            options.put("sigma_max", "1");
            options.put("sigma_min", Double.toString(shift * 1e-3 / (1 + (shift - 1) * 1e-3)));
        }
        DiffusionProcess process = golden.part(0).equals("kd") ? SD : golden.process();
        golden.assertEquals(sigmas(process, golden.steps(), options));
    }

    @Test
    void refusesARectifiedFlowWithoutLevels() {
        assertThatThrownBy(() -> sigmas(DiffusionProcess.flow(), 10, Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule karras: expected a model trained with betas, found a rectified flow."
                        + " Choose schedule simple, or give sigma_min and sigma_max");
    }

    @Test
    void refusesLevelsThatDoNotFall() {
        assertThatThrownBy(() -> sigmas(SD, 10, Map.of("sigma_min", "20", "sigma_max", "10")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("schedule karras: expected sigma_min below sigma_max, found 20.0 and 10.0");
    }
}
