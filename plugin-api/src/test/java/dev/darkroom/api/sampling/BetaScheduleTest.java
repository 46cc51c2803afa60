package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.testing.GoldenFiles;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BetaScheduleTest {

    @ParameterizedTest
    @ValueSource(strings = {"sd", "lin", "cos", "sigmoid", "laplace", "sd_zero_snr", "lin_zero_snr", "cos_zero_snr"})
    void equalsTheTablesOfDiffusers(String name) {
        JsonNode table =
                GoldenFiles.json(getClass(), "/golden/beta_tables.json").get(name);
        JsonNode args = table.get("args");
        double[] betas = BetaSchedule.of(args.get("beta_schedule").asText())
                .betas(
                        1000,
                        args.path("beta_start").asDouble(),
                        args.path("beta_end").asDouble());
        double[] products = BetaSchedule.cumulativeProducts(betas);
        if (name.endsWith("zero_snr")) {
            products = BetaSchedule.zeroTerminalSnr(products, 0);
        } else {
            assertThat(Arrays.stream(betas).sum())
                    .isCloseTo(table.get("sum_betas").asDouble(), within(1e-11));
        }
        assertThat(Arrays.stream(products).sum())
                .isCloseTo(table.get("sum_alphas_cumprod").asDouble(), within(1e-9));
        for (int i = 0; i < table.get("indices").size(); i++) {
            int t = table.get("indices").get(i).asInt();
            double expected = table.get("alphas_cumprod").get(i).asDouble();
            assertThat(products[t]).as("%s, timestep %d", name, t).isCloseTo(expected, within(1e-10 * expected));
            if (!name.endsWith("zero_snr")) {
                double beta = table.get("betas").get(i).asDouble();
                assertThat(betas[t]).as("%s, timestep %d", name, t).isCloseTo(beta, within(1e-11 * beta));
            }
        }
    }

    @Test
    void zeroTerminalSnrKeepsTheFirstProductAndEndsAtTheFloor() {
        double[] products = BetaSchedule.cumulativeProducts(BetaSchedule.LINEAR.betas(1000, 1e-4, 0.02));
        double[] rescaled = BetaSchedule.zeroTerminalSnr(products, BetaSchedule.COMFYUI_FLOOR);
        assertThat(rescaled[0]).isCloseTo(products[0], within(1e-15));
        assertThat(rescaled[999]).isEqualTo(4.8973451890853435e-8);
        assertThat(products[999]).as("the argument is left alone").isCloseTo(4.0358297653756754e-05, within(1e-17));
    }

    @Test
    void saysWhichNamesThereAre() {
        assertThat(BetaSchedule.of("Scaled_Linear")).isEqualTo(BetaSchedule.SCALED_LINEAR);
        assertThatThrownBy(() -> BetaSchedule.of("cubic"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("beta schedule: expected linear, scaled_linear, squaredcos_cap_v2, sigmoid, laplace,"
                        + " found \"cubic\"");
    }
}
