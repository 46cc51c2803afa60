package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EstimateLimitTest {

    private static final Latent X0 = Latent.of(new Shape(2, 1, 1, 3), new float[] {0.5f, -2, 4, 0.1f, 0.2f, -0.4f});

    @Test
    void leavesTheEstimateAloneByDefault() {
        assertThat(limit(Map.of()).apply(X0)).isSameAs(X0);
    }

    @Test
    void clipsToTheRange() {
        assertThat(limit(Map.of("clip_sample", "true", "clip_sample_range", "1.5"))
                        .apply(X0)
                        .toArray())
                .containsExactly(0.5f, -1.5f, 1.5f, 0.1f, 0.2f, -0.4f);
    }

    @Test
    void thresholdsEachPictureByItsOwnQuantileButNeverScalesUp() {
        Latent limited = limit(
                        Map.of("thresholding", "true", "dynamic_thresholding_ratio", "0.5", "sample_max_value", "10"))
                .apply(X0);
        assertThat(limited.toArray()).containsExactly(0.25f, -1, 1, 0.1f, 0.2f, -0.4f);
    }

    private static EstimateLimit limit(Map<String, String> given) {
        return EstimateLimit.of(Options.of(List.of(EstimateLimit.options()), given));
    }
}
