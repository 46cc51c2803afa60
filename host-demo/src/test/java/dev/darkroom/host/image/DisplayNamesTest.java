package dev.darkroom.host.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.ExtensionInfo;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DisplayNamesTest {

    private static final ExtensionInfo INFO = ExtensionInfo.of("sde", "2M SDE", "")
            .alias("sample_sde", Map.of("solver_type", "heun"))
            .alias("2M SDE Heun", Map.of("solver_type", "heun"))
            .alias("2M SDE Heun 0", Map.of("solver_type", "heun", "eta", "0"))
            .alias("another name");

    @Test
    void takesTheNameThatSaysMostOfTheOptions() {
        assertThat(DisplayNames.sampler(INFO, Map.of())).isEqualTo("2M SDE");
        assertThat(DisplayNames.sampler(INFO, Map.of("eta", "0"))).isEqualTo("2M SDE");
        assertThat(DisplayNames.sampler(INFO, Map.of("solver_type", "heun", "eta", "1")))
                .isEqualTo("2M SDE Heun");
        assertThat(DisplayNames.sampler(INFO, Map.of("solver_type", "heun", "eta", "0")))
                .isEqualTo("2M SDE Heun 0");
    }
}
