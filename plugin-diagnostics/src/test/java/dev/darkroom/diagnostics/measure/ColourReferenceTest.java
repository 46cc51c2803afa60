package dev.darkroom.diagnostics.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.picture.Picture;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The measures against scikit-image, NumPy and libvmaf; {@code colour-reference.py} beside the numbers made them. */
class ColourReferenceTest {

    private static final Map<String, IntBinaryOperator> PICTURES = Map.of(
            "ramp", (x, y) -> 40 + (x + y) / 6,
            "steps of 4", (x, y) -> 40 + (x + 2 * y) / 40 * 4,
            "steps of 8", (x, y) -> 20 + (x * x / 256 + y) / 24 * 8,
            "radial", (x, y) -> 30 + ((x - 128) * (x - 128) + (y - 108) * (y - 108)) / 300,
            "dithered", (x, y) -> 60 + x / 20 + (x * 7919 + y * 104729) % 97 / 60,
            "waves", (x, y) -> 50 + ((x % 64) * (y % 48)) / 60);

    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;

    private static List<Arguments> cases(String list) throws IOException {
        try (InputStream in = ColourReferenceTest.class.getResourceAsStream("colour-reference.json")) {
            List<Arguments> cases = new ArrayList<>();
            for (JsonNode one : new ObjectMapper().readTree(in).get(list)) {
                cases.add(Arguments.of(Named.of(list + " " + cases.size(), one)));
            }
            return cases;
        }
    }

    static List<Arguments> lab() throws IOException {
        return cases("lab");
    }

    static List<Arguments> autocorrelation() throws IOException {
        return cases("autocorrelation");
    }

    static List<Arguments> cambi() throws IOException {
        return cases("cambi");
    }

    @ParameterizedTest
    @MethodSource("lab")
    void colorsAreThoseOfRgb2lab(JsonNode expected) {
        JsonNode rgb = expected.get("rgb");
        ColorPlanes planes = ColorPlanes.of(Picture.of(1, 1, new float[] {
            rgb.get(0).intValue() / 255f,
            rgb.get(1).intValue() / 255f,
            rgb.get(2).intValue() / 255f
        }));
        // Both curves are tabulated.
        assertThat((double) planes.lightness().at(0))
                .isCloseTo(expected.get("lab").get(0).doubleValue(), within(0.02));
        assertThat((double) planes.a().at(0))
                .isCloseTo(expected.get("lab").get(1).doubleValue(), within(0.1));
        assertThat((double) planes.b().at(0))
                .isCloseTo(expected.get("lab").get(2).doubleValue(), within(0.1));
    }

    @ParameterizedTest
    @MethodSource("autocorrelation")
    void autocorrelationIsThatOfTheFft(JsonNode expected) {
        int width = expected.get("width").intValue();
        int height = expected.get("height").intValue();
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = expected.get("plane").get(i).floatValue();
        }
        Plane r = Autocorrelation.plain(Plane.of(width, height, values));
        for (int i = 0; i < values.length; i++) {
            assertThat((double) r.at(i)).isCloseTo(expected.get("r").get(i).doubleValue(), within(1e-3));
        }
    }

    @ParameterizedTest
    @MethodSource("cambi")
    void cambiIsThatOfLibvmaf(JsonNode expected) {
        IntBinaryOperator value = PICTURES.get(expected.get("name").textValue());
        float[] luma = new float[WIDTH * HEIGHT];
        for (int i = 0; i < luma.length; i++) {
            luma[i] = value.applyAsInt(i % WIDTH, i / WIDTH);
        }
        Cambi index = Cambi.of(Cambi.ramp(1 << expected.get("max_log_contrast").intValue()));
        // libvmaf prints six decimals and sums in single precision.
        assertThat(index.measure(Plane.of(WIDTH, HEIGHT, luma)).index())
                .isCloseTo(expected.get("cambi").doubleValue(), within(1e-3));
    }
}
