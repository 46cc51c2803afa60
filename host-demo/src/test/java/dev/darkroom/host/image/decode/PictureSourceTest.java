package dev.darkroom.host.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.picture.Picture;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of file against what Pillow sees in it; see {@code pictures/make_pictures.py}. */
class PictureSourceTest {

    /** Lossless pictures are exact up to the rounding of Pillow's 8 bits; decoders of lossy ones may differ by a little. */
    private static final double HALF_A_CODE = 0.501;

    private static final double LOSSY = 3.5;

    static Path folder() {
        try {
            return Path.of(PictureSourceTest.class.getResource("/pictures").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode expected() throws IOException {
        try (InputStream in = PictureSourceTest.class.getResourceAsStream("/pictures/expected.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    static Stream<String> files() throws IOException {
        return expected().propertyStream().map(Map.Entry::getKey);
    }

    @ParameterizedTest
    @MethodSource("files")
    void seesWhatPillowSees(String name) throws IOException {
        JsonNode wanted = expected().get(name);
        byte[] rgb = HexFormat.of().parseHex(wanted.get("rgb").asText());
        try (PictureSource source = PictureSource.open(folder().resolve(name), PictureSource.MOST_PIXELS)) {
            Picture picture = source.read();

            assertThat(List.of(source.width(), source.height(), picture.width(), picture.height()))
                    .containsExactly(
                            wanted.get("width").asInt(),
                            wanted.get("height").asInt(),
                            wanted.get("width").asInt(),
                            wanted.get("height").asInt());
            double largest = 0;
            int size = picture.width() * picture.height();
            for (int i = 0; i < 3 * size; i++) {
                largest = Math.max(largest, Math.abs(255 * picture.at(i) - (rgb[i % size * 3 + i / size] & 255)));
            }
            assertThat(largest)
                    .isLessThanOrEqualTo(name.endsWith(".jpg") || name.equals("lossy.webp") ? LOSSY : HALF_A_CODE);
        }
    }

    @Test
    void keepsSixteenBits() {
        try (PictureSource source = PictureSource.open(folder().resolve("rgb16.png"), PictureSource.MOST_PIXELS)) {
            // The file holds 60 for the 16 bits of the darkest red: a quarter of a code of 8 bits.
            assertThat(source.read().at(0, 0, 0)).isCloseTo(60 / 65535f, within(1e-7f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"animated.png", "animated.webp"})
    void saysThatOfAnAnimationTheFirstFrameIsSeen(String name) {
        try (PictureSource source = PictureSource.open(folder().resolve(name), PictureSource.MOST_PIXELS)) {
            assertThat(source.remark())
                    .hasValueSatisfying(said -> assertThat(said).contains("first frame"));
        }
        try (PictureSource still = PictureSource.open(folder().resolve("lossless.webp"), PictureSource.MOST_PIXELS)) {
            assertThat(still.remark()).isEmpty();
        }
    }
}
