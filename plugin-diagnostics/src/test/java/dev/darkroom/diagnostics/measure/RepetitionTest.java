package dev.darkroom.diagnostics.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepetitionTest {

    private static final int SIZE = 256;

    /** Random texture of several scales. */
    static Plane texture(int width, int height, long seed) {
        Random random = new Random(seed);
        float[] values = new float[width * height];
        for (int radius : new int[] {1, 3, 8}) {
            float[] noise = new float[values.length];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (float) (12 * radius * random.nextGaussian());
            }
            float[] smooth =
                    Resampling.mean(Plane.owning(width, height, noise), radius).values();
            for (int i = 0; i < values.length; i++) {
                values[i] += smooth[i];
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(0, Math.min(255, 128 + values[i]));
        }
        return Plane.owning(width, height, values);
    }

    private static Plane tiling(int n) {
        int side = SIZE / n;
        Plane tile = texture(side, side, n);
        float[] values = new float[SIZE * SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = tile.at(i % SIZE % side, i / SIZE % side);
        }
        return Plane.owning(SIZE, SIZE, values);
    }

    private static Plane withCopy(Plane plane, int left, int top, int side, int dx, int dy) {
        float[] values = plane.toArray();
        for (int y = top; y < top + side; y++) {
            for (int x = left; x < left + side; x++) {
                values[(y + dy) * plane.width() + x + dx] = plane.at(x, y);
            }
        }
        return Plane.owning(plane.width(), plane.height(), values);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void tilingsRepeatWithTheirTile(int n) {
        Repetition found = Repetition.of(tiling(n));
        assertThat(found.tiling()).isGreaterThan(0.8);
        assertThat(found.fine()).isLessThan(0.3);
        // Two tiles may be further apart than one.
        assertThat(found.across() % (SIZE / n)).isZero();
        assertThat(found.down() % (SIZE / n)).isZero();
    }

    @Test
    void aPatternOfManySmallElementsIsFine() {
        Repetition found = Repetition.of(tiling(16));
        assertThat(found.fine()).isGreaterThan(0.8);
    }

    @Test
    void textureDoesNotRepeat() {
        Repetition found = Repetition.of(texture(SIZE, SIZE, 5));
        assertThat(found.tiling()).isLessThan(0.1);
        assertThat(found.copied()).isLessThan(0.01);
    }

    @Test
    void aRegionThatIsNearlyTheSameTwiceIsFound() {
        Random random = new Random(8);
        float[] values = withCopy(texture(SIZE, SIZE, 6), 20, 30, 110, 115, 90).toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) random.nextGaussian();
        }
        Repetition found = Repetition.of(Plane.of(SIZE, SIZE, values));
        assertThat(found.copied()).isGreaterThan(0.1);
        // Which place is the copy cannot be told.
        assertThat(Math.abs(found.dx())).isEqualTo(115);
        assertThat(Math.abs(found.dy())).isEqualTo(90);
        assertThat(CopiedPatches.of(Plane.of(SIZE, SIZE, values)).share()).isLessThan(0.002);
    }

    @ParameterizedTest
    @CsvSource({"64,101,77", "40,-90,33", "32,5,150"})
    void anExactCopyIsFoundWithItsOffset(int side, int dx, int dy) {
        CopiedPatches found = CopiedPatches.of(withCopy(texture(SIZE, SIZE, 7), 90, 20, side, dx, dy));
        assertThat(Math.abs(found.dx())).isEqualTo(Math.abs(dx));
        assertThat(Math.abs(found.dy())).isEqualTo(Math.abs(dy));
        double area = side * side / (double) (SIZE * SIZE);
        // Patches on the border of the region are mixed.
        assertThat(found.share()).isBetween(0.4 * area, area);
    }

    @Test
    void bothPlacesOfACopyAreMapped() {
        BlockGrid map = CopiedPatches.of(withCopy(texture(SIZE, SIZE, 9), 16, 16, 64, 128, 96))
                .map();
        assertThat(map.at(5, 5)).isEqualTo(1);
        assertThat(map.at(5 + 16, 5 + 12)).isEqualTo(1);
        assertThat(map.at(15, 3)).isZero();
    }

    @Test
    void texturePatchesAreAllDifferent() {
        assertThat(CopiedPatches.of(texture(SIZE, SIZE, 10)).share()).isZero();
    }

    @Test
    void flatAreasAndEdgesAreNoCopies() {
        float[] values = new float[SIZE * SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % SIZE < 90 ? 40 : i / SIZE < 120 ? 200 : 90;
        }
        Plane drawing = Plane.of(SIZE, SIZE, values);
        assertThat(CopiedPatches.of(drawing).share()).isZero();
        assertThat(Repetition.of(drawing).copied()).isLessThan(0.005);
    }

    @Test
    void theWhitenedCorrelationIsOneAtRestAndTheShareOfACopyElsewhere() {
        Plane r = Autocorrelation.whitened(centred(withCopy(texture(SIZE, SIZE, 11), 0, 0, 128, 128, 64)));
        assertThat((double) r.at(0, 0)).isCloseTo(1, within(1e-4));
        assertThat((double) r.at(128, 64)).isBetween(0.1, 0.4);
    }

    private static Plane centred(Plane plane) {
        float[] values = plane.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] -= 128;
        }
        return Plane.owning(plane.width(), plane.height(), values);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,4096", "4096,1", "31,33", "32,32", "33,700"})
    void anySizeGivesNumbers(int width, int height) {
        for (Plane plane :
                new Plane[] {texture(width, height, 1), Plane.of(width, height, new float[width * height])}) {
            Repetition found = Repetition.of(plane);
            assertThat(found.tiling()).isBetween(0.0, 1.0);
            assertThat(found.copied()).isBetween(0.0, 1.0);
            assertThat(CopiedPatches.of(plane).share()).isBetween(0.0, 1.0);
            assertThat(PeriodicPattern.of(plane, 8).level()).isFinite();
            assertThat(Seams.of(plane).step()).isFinite();
            assertThat(Cambi.DEFAULT.measure(plane).index()).isFinite();
        }
    }
}
