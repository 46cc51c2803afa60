package dev.darkroom.plugin.inspector.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.StepEvent;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.inspection.PostCheckContract;
import dev.darkroom.api.inspection.StepProbe;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.picture.HeatMap;
import dev.darkroom.api.picture.Picture;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StructureInspectorTest extends PostCheckContract {

    private static final int SIZE = 256;

    @Override
    protected PostCheck postCheck() {
        return new StructureInspector();
    }

    private static boolean inside(int i) {
        return i % SIZE >= SIZE / 2 && i / SIZE % SIZE >= SIZE / 4;
    }

    /** A gradient; of the lower right part, where noise is added, 37.5 % of the picture. */
    private static Picture noisyPart(double sigma) {
        float[] noise = new float[SIZE * SIZE];
        Random random = new Random(4);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (sigma / 255 * random.nextGaussian());
        }
        return picture(SIZE, SIZE, i -> 0.3f + 0.3f * (i % SIZE) / SIZE + (inside(i) ? noise[i % noise.length] : 0));
    }

    @Test
    void aPartThatIsGrainierIsPointedAt() {
        Finding found = inspect(Inspection.of(noisyPart(10))).get(0);
        assertThat(found.symptom()).isEqualTo(Symptom.STRUCTURE);
        assertThat(found.severity()).isEqualTo(Severity.INFO);
        assertThat(found.score()).isLessThanOrEqualTo(StructureInspector.MOST);
        assertThat(found.message()).contains("is grainier than the rest");
        HeatMap map = found.heatMap().orElseThrow();
        assertThat(map.at(map.width() - 2, map.height() - 2)).isGreaterThan(0.5f);
        assertThat(map.at(1, 1)).isLessThan(0.2f);
    }

    @Test
    void aPictureThatIsTheSameAllOverIsNot() {
        assertThat(inspect(Inspection.of(noisyPart(0)))).isEmpty();
        assertThat(score(Symptom.STRUCTURE, Inspection.of(noisyPart(0)))).isLessThan(0.05);
    }

    private Inspected run(int steps, double late) {
        Options options = Options.defaults(postCheck().info().options());
        StepProbe probe = postCheck()
                .probe(GenerationRequest.of("a cat").build(), options)
                .orElseThrow();
        Shape shape = new Shape(2, 4, 16, 16);
        Random random = new Random(5);
        Latent settled = Latent.generate(shape, i -> (float) random.nextGaussian());
        for (int step = 0; step < steps; step++) {
            double sign = step % 2 == 0 ? late : -late;
            // The left half of the second picture flips to and fro until the end.
            Latent now = Latent.generate(
                    shape, i -> settled.at(i) + (i >= shape.elementsPerImage() && i % 16 < 8 ? (float) sign : 0));
            probe.step(new StepEvent(0, step, steps, steps - step, steps - step - 1, now, now));
        }
        assertThat(probe.inspected(0).findings()).isEmpty();
        return probe.inspected(1);
    }

    @Test
    void whatMovesLateIsPointedAt() {
        Inspected inspected = run(20, 1);
        assertThat(inspected.findings()).hasSize(1).first().satisfies(found -> {
            assertThat(found.severity()).isEqualTo(Severity.INFO);
            assertThat(found.message()).isEqualTo("look here: 50 % of the picture was still changing late in the run");
            HeatMap map = found.heatMap().orElseThrow();
            assertThat(map.at(2, 2)).isEqualTo(1);
            assertThat(map.at(12, 12)).isEqualTo(0);
        });
    }

    @Test
    void whatSettledIsNot() {
        assertThat(run(20, 0.01).findings()).isEmpty();
        assertThat(run(20, 0.01).scores()).containsEntry(Symptom.STRUCTURE, 0.0);
    }

    @Test
    void aFewStepsSayNothing() {
        assertThat(run(4, 1)).isEqualTo(Inspected.NOTHING);
    }
}
