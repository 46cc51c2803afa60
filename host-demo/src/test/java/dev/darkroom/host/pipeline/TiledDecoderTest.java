package dev.darkroom.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.Decoding;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.LatentCodec;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiledDecoderTest {

    private static final Latent LATENT = Latent.generate(new Shape(1, 1, 9, 13), i -> i);

    /** A decoder without a neighbourhood: every cell becomes 4x4 pixels of its value, plus what a tile adds. */
    private static final class CellDecoder implements LatentCodec {

        final List<Shape> shapes = new ArrayList<>();
        final float perTile;

        CellDecoder(float perTile) {
            this.perTile = perTile;
        }

        @Override
        public int channels() {
            return 1;
        }

        @Override
        public int factor() {
            return 4;
        }

        @Override
        public Picture decode(Latent latent, Cancellation cancellation) {
            Shape shape = latent.shape();
            float extra = perTile * shapes.size();
            shapes.add(shape);
            int width = 4 * shape.w();
            int height = 4 * shape.h();
            float[] planes = new float[3 * width * height];
            for (int i = 0; i < planes.length; i++) {
                int pixel = i % (width * height);
                planes[i] = latent.at(0, 0, pixel / width / 4, pixel % width / 4) + extra;
            }
            return Picture.of(width, height, planes);
        }

        @Override
        public Latent encode(Picture picture, Cancellation cancellation) {
            throw new UnsupportedOperationException();
        }
    }

    @ParameterizedTest
    @CsvSource({"16,8,24", "16,0,12", "32,16,6", "48,12,2", "64,32,1", "0,0,1", "4,0,117"})
    void tilesOfADecoderWithoutNeighbourhoodMakeTheWholePicture(int tile, int overlap, int calls) {
        CellDecoder codec = new CellDecoder(0);
        Picture whole = new CellDecoder(0).decode(LATENT, new Cancellation());
        Picture tiled = new TiledDecoder(codec, new Decoding(tile, overlap)).decode(LATENT, new Cancellation());
        assertThat(tiled.width()).isEqualTo(52);
        assertThat(tiled.height()).isEqualTo(36);
        for (int i = 0; i < whole.toArray().length; i++) {
            assertThat(tiled.at(i)).isCloseTo(whole.at(i), within(1e-4f));
        }
        assertThat(codec.shapes).hasSize(calls);
        assertThat(codec.shapes).as("a size the decoder has seen").containsOnly(codec.shapes.get(0));
    }

    @Test
    void neighboursFadeIntoOneAnotherOverTheOverlap() {
        Latent row = Latent.zeros(new Shape(1, 1, 1, 6));
        Picture tiled = new TiledDecoder(new CellDecoder(1), new Decoding(16, 8)).decode(row, new Cancellation());
        assertThat(tiled.width()).isEqualTo(24);
        assertThat(tiled.at(0, 7, 0)).isZero();
        for (int x = 8; x < 16; x++) {
            assertThat(tiled.at(0, x, 0)).isCloseTo((x - 8 + 0.5f) / 8, within(1e-5f));
        }
        assertThat(tiled.at(0, 16, 0)).isEqualTo(1);
    }

    @Test
    void withoutOverlapThereIsAStep() {
        Latent row = Latent.zeros(new Shape(1, 1, 1, 8));
        Picture tiled = new TiledDecoder(new CellDecoder(1), new Decoding(16, 0)).decode(row, new Cancellation());
        assertThat(tiled.at(0, 15, 0)).isZero();
        assertThat(tiled.at(0, 16, 0)).isEqualTo(1);
    }

    @Test
    void impossibleTilesAreRefused() {
        assertThatThrownBy(() -> new Decoding(-8, 0))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("decoding tile: expected 0 or more pixels, found -8");
        assertThatThrownBy(() -> new Decoding(64, 40))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("overlap of decoding tiles: expected 0 to 32 pixels, half a tile of 64, found 40");
    }
}
