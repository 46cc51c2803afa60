package dev.darkroom.plugin.sampler.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import dev.darkroom.api.sampling.Workload;
import dev.darkroom.api.testing.Processes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestartSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new RestartSampler();
    }

    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(Map.of("restart_list", "none"), 2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(Map.of(), Map.of("restart_list", "0.3:3:2:4.2", "s_noise", "1.003"));
    }

    @Override
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return options.isEmpty();
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/restart.json");
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        // So many levels that the error of the intervals, which do not grow finer with the run, is small.
        return List.of(
                Map.of(), Map.of("restart_list", "0.3:200:2:4.2"), Map.of("restart_list", "0.3:200:1:2;2:200:3:9"));
    }

    @Test
    void restartsFromTwentyStepsOnWithinTheNumberOfSteps() {
        assertThat(work(19)).isEqualTo(Workload.of(19, 37));
        assertThat(Route.automatic(levels(19)).steps()).allMatch(step -> step.next() < step.sigma());
        for (int steps : new int[] {20, 35, 36, 41, 60}) {
            assertThat(work(steps)).as("%d steps", steps).isEqualTo(Workload.of(steps, 2 * steps - 1));
            List<Route.Step> route = Route.automatic(levels(steps)).steps();
            int restarts = 0;
            for (int i = 1; i < route.size(); i++) {
                double before = route.get(i - 1).next();
                double sigma = route.get(i).sigma();
                assertThat(sigma).isGreaterThanOrEqualTo(before);
                if (sigma > before) {
                    restarts++;
                    assertThat(before).isCloseTo(0.1, within(0.05));
                    assertThat(sigma).isCloseTo(2, within(0.8));
                }
            }
            assertThat(restarts).isEqualTo(steps < 36 ? 1 : 2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "0.1:10:1",
                "0.1:10:1:2:3",
                "0.1:ten:1:2",
                "0.1:1.5:1:2",
                "2:10:1:0.1",
                "NaN:10:1:2",
                "0.1:10:1:Infinity",
                "0.1:1:1:2",
                "0.1:10:0:2",
                "-1:10:1:2",
                "0.1:10:1:2;",
                "0.1:99999999:1:2"
            })
    void refusesWhatIsNoListOfRestarts(String text) {
        assertThatThrownBy(() -> sampler().check(setting(vp(), Map.of("restart_list", text))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("restart_list: expected")
                .hasMessageContaining("found")
                .hasMessageNotContaining("\n");
    }

    @Test
    void asksForLevelsOnARectifiedFlow() {
        assertThatThrownBy(() -> sampler().check(setting(DiffusionProcess.flow(), Map.of())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("restart: expected restart_list");
        sampler().check(setting(DiffusionProcess.flow(), Map.of("restart_list", "0.1:5:1:0.6")));
    }

    private Workload work(int steps) {
        return sampler()
                .workload(levels(steps), Options.defaults(sampler().info().options()));
    }

    private Sampler.Setting setting(DiffusionProcess process, Map<String, String> options) {
        return new Sampler.Setting(
                process, false, levels(20), Options.of(sampler().info().options(), options));
    }

    private static DiffusionProcess vp() {
        return Processes.STABLE_DIFFUSION;
    }

    private static SigmaSchedule levels(int steps) {
        double[] levels = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            levels[i] = 14.6 * Math.pow(0.03 / 14.6, (double) i / (steps - 1));
        }
        return SigmaSchedule.of(levels);
    }
}
