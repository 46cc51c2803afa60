package dev.darkroom.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.sampling.PredictionType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelCardTest {

    private static final Path FOLDER = Path.of("models", "m");

    @Test
    void everythingThatIsSaidIsOnTheCard() {
        ModelCard built = ModelCard.of("m", FOLDER)
                .loader("onnx")
                .pipeline("Pipeline")
                .size(96, 64)
                .latent(3, 1)
                .prediction(PredictionType.FLOW)
                .distilled(true)
                .maxTokens(12)
                .weights(Weights.RAW)
                .precisions(Precision.FP16, Precision.INT8)
                .defaults(Map.of("steps", "4"))
                .measures(Map.of(ModelCard.LATENT_SLOPE, 1.01))
                .build();

        assertThat(built)
                .isEqualTo(new ModelCard(
                        "m",
                        FOLDER,
                        "onnx",
                        "Pipeline",
                        96,
                        64,
                        3,
                        1,
                        PredictionType.FLOW,
                        true,
                        12,
                        Set.of(Weights.RAW),
                        Set.of(Precision.FP16, Precision.INT8),
                        Map.of("steps", "4"),
                        Map.of(ModelCard.LATENT_SLOPE, 1.01)));
    }

    @Test
    void aSizeIsWanted() {
        assertThatThrownBy(() -> ModelCard.of("m", FOLDER).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model m: expected positive sizes, found 0x0, 4 channels, factor 8");
    }

    @Test
    void whatIsChangedLaterStaysOutside() {
        Map<String, String> defaults = new HashMap<>(Map.of("steps", "4"));
        ModelCard card = ModelCard.of("m", FOLDER).size(8, 8).defaults(defaults).build();

        defaults.put("steps", "5");

        assertThat(card.defaults()).containsEntry("steps", "4");
    }
}
