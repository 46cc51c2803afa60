package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.testing.Processes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuidanceIntervalTest {

    private static final DiffusionProcess SD = Processes.STABLE_DIFFUSION;
    private static final SigmaSchedule SIGMAS = SigmaSchedule.of(14.6, 8, 4, 2, 1, 0.5, 0.25, 0.1, 0.05, 0.03, 0);

    private static boolean guides(double scale, DiffusionProcess process, double sigma, Map<String, String> given) {
        Options options = Options.of(List.of(GuidanceInterval.options()), given);
        return GuidanceInterval.of(options).guides(new Guidance.Settings(scale, process, SIGMAS, options), sigma);
    }

    private static boolean guides(double sigma, String... given) {
        return guides(7, SD, sigma, Map.of(given[0], given[1], given[2], given[3]));
    }

    @Test
    void guidesEverywhereByDefaultButAtScaleOne() {
        for (int i = 0; i < SIGMAS.steps(); i++) {
            assertThat(guides(7, SD, SIGMAS.at(i), Map.of())).isTrue();
            assertThat(guides(0, SD, SIGMAS.at(i), Map.of())).isTrue();
            assertThat(guides(1, SD, SIGMAS.at(i), Map.of())).isFalse();
        }
    }

    @Test
    void roundsFractionsOfTheStepsDownAsDiffusersDoes() {
        for (int i = 0; i < 10; i++) {
            assertThat(guides(SIGMAS.at(i), "start", "0.25", "end", "0.69"))
                    .as("step %s", i)
                    .isEqualTo(i >= 2 && i < 6);
        }
    }

    @Test
    void levelsWithinAStepBelongToIt() {
        assertThat(guides(3.9, "start", "0.2", "end", "0.3")).isTrue();
        assertThat(guides(2.1, "start", "0.2", "end", "0.3")).isTrue();
        assertThat(guides(2, "start", "0.2", "end", "0.3")).isFalse();
        assertThat(SIGMAS.stepAt(20)).isZero();
        assertThat(SIGMAS.stepAt(14.6)).isZero();
        assertThat(SIGMAS.stepAt(14.6f)).isZero();
        assertThat(SIGMAS.stepAt(0.001)).isEqualTo(9);
    }

    @Test
    void takesThePapersLevelsWithTheUpperEndIncluded() {
        assertThat(guides(4, "sigma_low", "1", "sigma_high", "4")).isTrue();
        assertThat(guides(4.001, "sigma_low", "1", "sigma_high", "4")).isFalse();
        assertThat(guides(1, "sigma_low", "1", "sigma_high", "4")).isFalse();
    }

    @Test
    void takesFractionsOfTheTrainingTimeAsComfyUiDoes() {
        // Half of 999 is timestep 499.5, three quarters leave 249.75.
        Map<String, String> options = Map.of("interval", "percent", "start", "0.5", "end", "0.75");
        assertThat(guides(7, SD, SD.sigma(499.4), options)).isTrue();
        assertThat(guides(7, SD, SD.sigma(499.6), options)).isFalse();
        assertThat(guides(7, SD, SD.sigma(249.8), options)).isTrue();
        assertThat(guides(7, SD, SD.sigma(249.7), options)).isFalse();
        DiffusionProcess flow = DiffusionProcess.flow();
        assertThat(guides(7, flow, 0.49, options)).isTrue();
        assertThat(guides(7, flow, 0.51, options)).isFalse();
        assertThat(guides(7, flow, 0.24, options)).isFalse();
    }

    @Test
    void refusesEndsOutOfOrder() {
        assertThatThrownBy(() -> guides(1, "start", "0.6", "end", "0.4"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("options start and end: expected start <= end, found 0.6 and 0.4");
        assertThatThrownBy(() -> guides(1, "sigma_low", "3", "sigma_high", "2"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected sigma_low <= sigma_high, found 3.0 and 2.0");
    }
}
