package dev.darkroom.plugin.inspector.color;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.inspection.PostCheckContract;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.picture.Style;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColorInspectorTest extends PostCheckContract {

    private static final int SIZE = 128;

    @Override
    protected PostCheck postCheck() {
        return new ColorInspector();
    }

    private static int channel(int i) {
        return i / (SIZE * SIZE);
    }

    /** A grey ramp from black to white with a red disc and a small blue one. */
    private static float scene(int i) {
        int x = i % SIZE;
        int y = i / SIZE % SIZE;
        if (Math.hypot(x - 40, y - 40) < 25) {
            return channel(i) == 0 ? 0.8f : 0.25f;
        }
        if (Math.hypot(x - 90, y - 80) < 8) {
            return channel(i) == 2 ? 0.7f : 0.3f;
        }
        return x / (SIZE - 1f);
    }

    private static Inspection of(Latent.IndexedValue value) {
        return Inspection.of(picture(SIZE, SIZE, i -> Math.round(255 * Math.min(1, Math.max(0, value.at(i)))) / 255f));
    }

    @Test
    void aSceneIsQuiet() {
        assertThat(inspect(of(ColorInspectorTest::scene))).isEmpty();
        assertThat(inspected(of(ColorInspectorTest::scene)).scores())
                .containsOnlyKeys(Symptom.BANDING, Symptom.CAST, Symptom.OVERSATURATION, Symptom.WASHED_OUT);
    }

    @Test
    void aStrongCastIsNamed() {
        Inspection yellow = of(i -> channel(i) == 2 ? 0.15f + 0.5f * scene(i) : 0.25f + 0.7f * scene(i));
        assertThat(score(Symptom.CAST, yellow)).isGreaterThan(10 * score(Symptom.CAST, of(ColorInspectorTest::scene)));
        Options sharp = Options.of(postCheck().info().options(), Map.of("warn", "0.05"));
        List<Finding> found = postCheck().inspect(yellow, sharp).findings();
        assertThat(found.get(0).symptom()).isEqualTo(Symptom.CAST);
        assertThat(found.get(0).message()).contains("yellow cast");
    }

    @Test
    void whatIsColourfulThroughoutIsNoCast() {
        Inspection meadow = of(i -> channel(i) == 1 ? 0.3f + 0.6f * scene(i) : 0.05f + 0.2f * scene(i));
        assertThat(score(Symptom.CAST, meadow)).isLessThan(0.5);
    }

    @Test
    void aDrawingOnAColouredGroundHasNoCast() {
        Inspection drawing = of(i -> {
            double from = Math.hypot(i % SIZE - 64, i / SIZE % SIZE - 64);
            float[] paint =
                    from < 40 ? new float[] {0.85f, 0.3f - (float) from / 400, 0.2f} : new float[] {0.6f, 0.75f, 0.9f};
            return paint[channel(i)];
        });
        assertThat(score(Symptom.CAST, drawing.withStyle(Style.ILLUSTRATION))).isLessThan(0.5);
        assertThat(score(Symptom.CAST, drawing.withStyle(Style.FLAT))).isLessThan(0.5);
        assertThat(score(Symptom.CAST, drawing.withStyle(Style.PHOTO)))
                .isGreaterThan(score(Symptom.CAST, drawing.withStyle(Style.ILLUSTRATION)));
    }

    /** Leaves under the sky, orange below, and the same with red and blue swapped. */
    @Test
    void swappedChannelsScoreHigher() {
        float[][] colours = {{0.45f, 0.65f, 0.95f}, {0.4f, 0.6f, 0.2f}, {0.9f, 0.6f, 0.35f}};
        Inspection right = of(i ->
                        colours[Math.min(2, i / SIZE % SIZE / 43)][channel(i)] * (0.7f + 0.3f * (i % SIZE) / SIZE))
                .withStyle(Style.PHOTO);
        Inspection swapped = of(i ->
                        colours[Math.min(2, i / SIZE % SIZE / 43)][2 - channel(i)] * (0.7f + 0.3f * (i % SIZE) / SIZE))
                .withStyle(Style.PHOTO);
        Options all = Options.of(postCheck().info().options(), Map.of("warn", "0"));
        assertThat(swap(postCheck().inspect(swapped, all)))
                .isGreaterThan(3 * swap(postCheck().inspect(right, all)));
    }

    private static double swap(Inspected inspected) {
        return inspected.findings().stream()
                .filter(finding -> finding.message().startsWith("red and blue"))
                .mapToDouble(Finding::score)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void coloursAtTheWallOfTheGamutAreBurnt() {
        Inspection strong = of(i -> channel(i) == 0 ? 0.2f + 0.7f * scene(i) : 0.02f + 0.2f * scene(i));
        Inspection burnt = of(i -> channel(i) == 0 ? 0.2f + 0.7f * scene(i) : 0);
        assertThat(score(Symptom.OVERSATURATION, strong)).isLessThan(0.5);
        // Whatever has one pure colour may be so; a picture that has them all was pushed.
        Inspection inAllHues =
                of(i -> channel(i) == i / 20 % 3 || (channel(i) == i / 20 % 7 - 2) ? 0.2f + 0.7f * scene(i) : 0);
        assertThat(score(Symptom.OVERSATURATION, burnt)).isGreaterThan(0.5);
        assertThat(score(Symptom.OVERSATURATION, inAllHues)).isGreaterThan(0.95);
        assertThat(score(Symptom.OVERSATURATION, burnt.withStyle(Style.FLAT))).isLessThan(0.5);
    }

    @Test
    void greyBlacksAndWhitesAreWashedOut() {
        Inspection washed = of(i -> 0.25f + 0.38f * scene(i));
        Inspection ofOneThing = of(i -> 0.4f + 0.2f * scene(i));
        assertThat(score(Symptom.WASHED_OUT, washed)).isGreaterThan(0.5);
        assertThat(inspect(washed)).extracting(Finding::message).anyMatch(message -> message.startsWith("washed out"));
        assertThat(score(Symptom.WASHED_OUT, ofOneThing)).isLessThan(0.1);
        assertThat(score(Symptom.WASHED_OUT, of(i -> 0.5f * scene(i)))).isLessThan(0.1);
        assertThat(score(Symptom.WASHED_OUT, of(i -> 0.95f))).isLessThan(0.1);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 16})
    void stepsOfTwoToSixteenCodesAreSeen(int step) {
        Inspection smooth = of(i -> (60 + i / SIZE % SIZE / 2) / 255f);
        Inspection banded = of(i -> (60 + i / SIZE % SIZE / 2) / step * step / 255f);
        assertThat(score(Symptom.BANDING, smooth)).isLessThan(0.1);
        assertThat(score(Symptom.BANDING, banded)).isGreaterThan(0.9);
        assertThat(inspect(banded).stream()
                        .filter(finding -> finding.symptom().equals(Symptom.BANDING))
                        .findFirst()
                        .orElseThrow()
                        .heatMap())
                .isPresent();
    }
}
