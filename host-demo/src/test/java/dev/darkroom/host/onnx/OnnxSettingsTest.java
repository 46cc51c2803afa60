package dev.darkroom.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxSettingsTest {

    @Test
    void refusesUnknownOptionsOfTheCudaProvider() {
        assertThat(new OnnxSettings("cuda", 1, Map.of("use_tf32", "0"), Optional.empty()).providerOptions())
                .containsEntry("use_tf32", "0");
        assertThatThrownBy(() -> new OnnxSettings("cuda", 1, Map.of("use_tf23", "0"), Optional.empty()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("cuda-option: expected one of arena_extend_strategy, ")
                .hasMessageEndingWith("found \"use_tf23\"");
    }

    @Test
    void fallsBackFromCudaWithAReason() {
        try (OnnxRuntime asked = new OnnxRuntime(new OnnxSettings("cuda:0", 1, Optional.empty()));
                OnnxRuntime auto = new OnnxRuntime(new OnnxSettings("auto", 1, Optional.empty()))) {
            // Builds with -Pcuda on a machine with a GPU have nothing to fall back from.
            if (asked.device().equals("cpu")) {
                assertThat(asked.fallbackReason().orElseThrow())
                        .startsWith("cuda:0 is not usable")
                        .doesNotContain("\n");
            } else {
                assertThat(asked.device()).isEqualTo("cuda:0");
            }
            assertThat(auto.device()).isEqualTo(asked.device());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "cuda:", "cuda:x", "cuda:-1", "", "cpu:0"})
    void refusesUnknownDevices(String device) {
        assertThatThrownBy(() -> new OnnxSettings(device, 1, Optional.empty()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("\"" + device + "\"");
    }
}
