package dev.darkroom.diagnostics.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegularityTest {

    private static final int SIZE = 256;

    private static Plane added(Plane plane, IntBinaryOperator codes, double scale) {
        float[] values = plane.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (scale * codes.applyAsInt(i % plane.width(), i / plane.width()));
        }
        return Plane.owning(plane.width(), plane.height(), values);
    }

    private static Plane noise(double sigma) {
        Random random = new Random(4);
        float[] values = new float[SIZE * SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (128 + sigma * random.nextGaussian());
        }
        return Plane.owning(SIZE, SIZE, values);
    }

    // A checkerboard of half a period has the deviation of its amplitude.
    @ParameterizedTest
    @CsvSource({"8,0.5", "8,2", "4,0.5", "16,1"})
    void theLevelOfAPatternIsItsDeviation(int period, double level) {
        Plane plane = added(noise(3), (x, y) -> (x % period < period / 2) == (y % period < period / 2) ? 1 : -1, level);
        PeriodicPattern found = PeriodicPattern.of(plane, period);
        assertThat(found.level()).isCloseTo(level, within(0.15 * level + 0.05));
        assertThat(found.significance()).isGreaterThan(10);
    }

    @Test
    void noiseAndTextureHaveNoPattern() {
        assertThat(PeriodicPattern.of(noise(3), 8).significance()).isLessThan(1.7);
        assertThat(PeriodicPattern.of(RepetitionTest.texture(SIZE, SIZE, 3), 8).level())
                .isLessThan(0.2);
    }

    @Test
    void aPatternOfOneHalfIsThatOfItsContent() {
        Plane left = added(noise(1), (x, y) -> x >= SIZE / 2 ? 0 : x % 8 < 4 ? 1 : -1, 2);
        Plane upper = added(noise(1), (x, y) -> y >= SIZE / 2 ? 0 : x % 8 < 4 ? 1 : -1, 2);
        // All of it would be 1.
        assertThat(PeriodicPattern.of(left, 8).level()).isLessThan(0.2);
        assertThat(PeriodicPattern.of(upper, 8).level()).isLessThan(0.2);
    }

    @Test
    void blocksWithDifferentMeansHaveEdgesAndHardlyAPattern() {
        Random random = new Random(6);
        int[] means = random.ints(SIZE * SIZE / 64, -3, 4).toArray();
        Plane blocks = added(noise(1), (x, y) -> means[y / 8 * (SIZE / 8) + x / 8], 1);
        PeriodicPattern found = PeriodicPattern.of(blocks, 8);
        assertThat(found.edges()).isGreaterThan(0.3);
        assertThat(found.aligned()).isTrue();
        assertThat(found.level()).isLessThan(0.3);
        Plane shifted = added(noise(1), (x, y) -> means[(y + 3) / 8 % 32 * (SIZE / 8) + (x + 3) / 8 % 32], 1);
        assertThat(PeriodicPattern.of(shifted, 8).aligned()).isFalse();
    }

    @Test
    void aPeriodHasAtLeastTwoPixels() {
        assertThatThrownBy(() -> PeriodicPattern.of(noise(1), 1))
                .hasMessage("period: expected at least 2 pixels, found 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {61, 128, 190})
    void aStepFromBorderToBorderIsASeam(int at) {
        Seams found = Seams.of(added(RepetitionTest.texture(SIZE, SIZE, 12), (x, y) -> x >= at ? 1 : 0, 8));
        double clean = Seams.of(RepetitionTest.texture(SIZE, SIZE, 12)).step();
        assertThat(found.step()).isGreaterThan(1.3 * clean);
        assertThat(found.vertical()).isTrue();
        assertThat(found.at()).isEqualTo(at);
        Seams turned = Seams.of(added(RepetitionTest.texture(SIZE, SIZE, 12), (x, y) -> y >= at ? 1 : 0, 8));
        assertThat(turned.vertical()).isFalse();
        assertThat(turned.at()).isEqualTo(at);
    }

    @Test
    void anEdgeThroughPartOfThePictureIsNot() {
        Seams clean = Seams.of(RepetitionTest.texture(SIZE, SIZE, 12));
        Seams found =
                Seams.of(added(RepetitionTest.texture(SIZE, SIZE, 12), (x, y) -> x >= 128 && y < 150 ? 1 : 0, 40));
        assertThat(found.step()).isLessThan(clean.step() + 1);
    }

    @Test
    void tilesLeaveAGridOfSeams() {
        Random random = new Random(13);
        int[] shifts = random.ints(16, -4, 5).toArray();
        Seams clean = Seams.of(RepetitionTest.texture(SIZE, SIZE, 14));
        Seams found =
                Seams.of(added(RepetitionTest.texture(SIZE, SIZE, 14), (x, y) -> shifts[y / 64 * 4 + x / 64], 1.5));
        assertThat(found.stepGrid()).isGreaterThan(clean.stepGrid() + 3);
        assertThat(found.distance() % 64).isZero();
    }

    @Test
    void meansAreThoseOfTheSquare() {
        Plane plane = RepetitionTest.texture(23, 17, 2);
        Plane mean = Resampling.mean(plane, 3);
        for (int y = 0; y < 17; y++) {
            for (int x = 0; x < 23; x++) {
                double sum = 0;
                int count = 0;
                for (int v = Math.max(0, y - 3); v <= Math.min(16, y + 3); v++) {
                    for (int u = Math.max(0, x - 3); u <= Math.min(22, x + 3); u++) {
                        sum += plane.at(u, v);
                        count++;
                    }
                }
                assertThat((double) mean.at(x, y)).isCloseTo(sum / count, within(1e-3));
            }
        }
        double block = 0;
        for (int i = 0; i < 16; i++) {
            block += plane.at(8 + i % 4, 4 + i / 4) / 16;
        }
        assertThat((double) Resampling.shrink(plane, 4).at(2, 1)).isCloseTo(block, within(1e-3));
        assertThat(Resampling.decimate(plane, 3).at(2, 1)).isEqualTo(plane.at(6, 3));
        assertThat(Resampling.decimate(plane, 3).width()).isEqualTo(8);
    }
}
