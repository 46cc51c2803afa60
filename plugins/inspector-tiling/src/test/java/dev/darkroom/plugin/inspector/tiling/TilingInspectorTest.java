package dev.darkroom.plugin.inspector.tiling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.inspection.PostCheckContract;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.picture.Style;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilingInspectorTest extends PostCheckContract {

    private static final int SIZE = 256;

    @Override
    protected PostCheck postCheck() {
        return new TilingInspector();
    }

    /** Discs of many sizes and colours with grain, the same for a seed at any size. */
    private static float[] scene(int side, long seed) {
        Random random = new Random(seed);
        float[] planes = new float[3 * side * side];
        Arrays.fill(planes, 0.5f);
        for (int disc = 0; disc < 220; disc++) {
            double x0 = random.nextDouble() * side;
            double y0 = random.nextDouble() * side;
            double radius = side * (0.01 + 0.08 * random.nextDouble());
            float[] colour = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
            for (int i = 0; i < planes.length; i++) {
                if (Math.hypot(i % side - x0, i / side % side - y0) < radius) {
                    planes[i] = 0.2f + 0.6f * colour[i / (side * side)];
                }
            }
        }
        for (int i = 0; i < planes.length; i++) {
            planes[i] += (float) (0.012 * random.nextGaussian());
        }
        return planes;
    }

    private static Inspection of(Latent.IndexedValue value) {
        return Inspection.of(picture(SIZE, SIZE, value));
    }

    private static float at(float[] planes, int side, int i) {
        return planes[(i / (SIZE * SIZE) * side + i / SIZE % SIZE % side) * side + i % SIZE % side];
    }

    @Test
    void aSceneIsQuiet() {
        float[] scene = scene(SIZE, 1);
        assertThat(inspect(of(i -> scene[i]))).isEmpty();
        assertThat(inspected(of(i -> scene[i])).scores())
                .containsOnlyKeys(Symptom.DUPLICATION, Symptom.GRID, Symptom.SEAM, Symptom.TILING);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void tilingsAreSeenOnce(int n) {
        int side = SIZE / n;
        float[] tile = scene(side, n);
        List<Finding> found = inspect(of(i -> at(tile, side, i)));
        assertThat(found).extracting(Finding::symptom).contains(Symptom.TILING).doesNotContain(Symptom.DUPLICATION);
        assertThat(found.get(0).message()).contains(side + "x" + side);
    }

    @Test
    void aPatternOfSmallElementsIsNoTiling() {
        int side = SIZE / 16;
        float[] tile = scene(side, 4);
        assertThat(score(Symptom.TILING, of(i -> at(tile, side, i)))).isLessThan(0.1);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 64})
    void aRegionThatAppearsTwiceIsMapped(int side) {
        float[] scene = scene(SIZE, 5);
        List<Finding> found = inspect(of(i -> {
            int x = i % SIZE - (SIZE - side);
            int y = i / SIZE % SIZE - (SIZE - side);
            return x >= 0 && y >= 0 ? scene[(i / (SIZE * SIZE) * SIZE + y) * SIZE + x] : scene[i];
        }));
        assertThat(found).extracting(Finding::symptom).contains(Symptom.DUPLICATION);
        Finding twice = found.stream()
                .filter(finding -> finding.symptom().equals(Symptom.DUPLICATION))
                .findFirst()
                .orElseThrow();
        assertThat(twice.message()).contains(" " + (SIZE - side) + " ");
        assertThat(twice.heatMap().orElseThrow().at(1, 1)).isEqualTo(1);
        assertThat(twice.heatMap().orElseThrow().at(30, 30)).isEqualTo(1);
        assertThat(twice.heatMap().orElseThrow().at(30, 1)).isZero();
    }

    @Test
    void aPatternAtTheDecodersStrideIsSeen() {
        float[] scene = scene(SIZE, 6);
        double clean = score(Symptom.GRID, of(i -> scene[i]));
        Inspection spoiled = of(i -> scene[i] + ((i % 8 < 4) == (i / SIZE % 8 < 4) ? 0.8f : -0.8f) / 255);
        Random random = new Random(1);
        assertThat(clean).isLessThan(0.1);
        assertThat(score(Symptom.GRID, of(i -> random.nextFloat()))).isLessThan(0.1);
        assertThat(score(Symptom.GRID, spoiled)).isGreaterThan(0.9);
    }

    @Test
    void seamsOfTilesAreSeenAndDrawnLinesAreNot() {
        float[] scene = scene(SIZE, 7);
        Inspection tiles = of(i -> scene[i] + ((i % SIZE / 64 + i / SIZE % SIZE / 64) % 2 == 0 ? 3 : -3) / 255f);
        assertThat(score(Symptom.SEAM, tiles)).isGreaterThan(0.5);
        assertThat(score(Symptom.SEAM, tiles.withStyle(Style.FLAT))).isLessThan(score(Symptom.SEAM, tiles));
        assertThat(score(Symptom.SEAM, of(i -> scene[i]))).isLessThan(0.5);
        Picture half = picture(SIZE, SIZE, i -> scene[i] + (i % SIZE > 100 && i / SIZE % SIZE < 130 ? 0.2f : 0));
        assertThat(score(Symptom.SEAM, Inspection.of(half))).isLessThan(0.5);
    }
}
