package dev.darkroom.diagnostics.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.sweep.Estimate;
import dev.darkroom.api.sweep.SweepAnalysis;
import dev.darkroom.api.sweep.SweepAxis;
import dev.darkroom.api.sweep.SweepSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuredSweepTest {

    private static final SweepAxis STEPS = new SweepAxis("steps", List.of("16", "4", "8", "32"));
    private static final SweepAxis SAMPLER = new SweepAxis("sampler", List.of("ddim", "unipc"));

    private final MeasuredSweep analyst = new MeasuredSweep();

    private static SweepSample sample(int steps, int sampler, double artifacts, double seconds, double alignment) {
        return new SweepSample(
                List.of(steps, sampler), Map.of("artifacts", artifacts, "seconds", seconds, "alignment", alignment));
    }

    @Test
    void estimatesWithStudentsInterval() {
        SweepAnalysis analysis = analyst.analyse(
                List.of(STEPS, SAMPLER),
                List.of(
                        sample(0, 0, 0.1, 1, 0.2), sample(0, 0, 0.2, 1, 0.2),
                        sample(0, 0, 0.6, 1, 0.2), sample(1, 0, 0.5, 1, 0.2)));

        // R: t.test(c(0.1, 0.2, 0.6))$conf.int
        Estimate estimate = analysis.cells().get(0).measures().get("artifacts");
        assertThat(estimate.mean()).isCloseTo(0.3, within(1e-12));
        assertThat(estimate.low()).isCloseTo(-0.357246, within(1e-4));
        assertThat(estimate.high()).isCloseTo(0.957246, within(1e-4));
        assertThat(estimate.count()).isEqualTo(3);
        Estimate single = analysis.cells().get(1).measures().get("artifacts");
        assertThat(single.low()).isEqualTo(single.high()).isEqualTo(0.5);
    }

    @Test
    void followsEveryMeasureAlongEveryAxis() {
        List<SweepSample> samples = new ArrayList<>();
        for (int steps = 0; steps < 3; steps++) {
            samples.add(sample(steps, 0, 0.25, 1, 0.5));
            samples.add(sample(steps, 1, 0.75, 1, 0.5));
        }

        SweepAnalysis analysis = analyst.analyse(List.of(STEPS, SAMPLER), samples);

        assertThat(analysis.curves()).hasSize(6);
        SweepAnalysis.Curve along = analysis.curves().stream()
                .filter(curve -> curve.axis() == 0 && curve.measure().equals("artifacts"))
                .findFirst()
                .orElseThrow();
        assertThat(along.points().get(0).orElseThrow().mean()).isEqualTo(0.5);
        assertThat(along.points().get(3)).as("no pictures of 32 steps").isEmpty();
    }

    @Test
    void findsWhereMoreStepsBringLittle() {
        // In the order of the axis: 16, 4, 8, 32.
        double[] artifacts = {0.12, 0.9, 0.2, 0.1};
        List<SweepSample> samples = new ArrayList<>();
        for (int steps = 0; steps < 4; steps++) {
            samples.add(sample(steps, 0, artifacts[steps], 1, 0.5));
        }

        assertThat(analyst.analyse(List.of(STEPS, SAMPLER), samples).knees())
                .containsExactly(new SweepAnalysis.Knee(0, 2));
    }

    @Test
    void aFlatOrStraightCurveHasNoKnee() {
        assertThat(Kneedle.of(new double[] {1, 2, 3}, new double[] {0.3, 0.29, 0.3}, 0.1))
                .isEmpty();
        assertThat(Kneedle.of(new double[] {1, 2, 3}, new double[] {0.9, 0.5, 0.1}, 0.1))
                .isEmpty();
        assertThat(Kneedle.of(new double[] {1, 2}, new double[] {0.9, 0.1}, 0.1))
                .isEmpty();
        assertThat(Kneedle.of(new double[] {1, 2, 3}, new double[] {0.1, 0.2, 0.9}, 0.1))
                .isEmpty();
    }

    @Test
    void keepsTheCellsThatNothingBeats() {
        SweepAnalysis analysis = analyst.analyse(
                List.of(STEPS, SAMPLER),
                List.of(
                        sample(0, 0, 0.2, 4, 0.1),
                        sample(0, 1, 0.3, 5, 0.4),
                        sample(1, 0, 0.9, 1, 0.3),
                        sample(2, 0, 0.5, 2, 0.2)));

        assertThat(analysis.timeFront()).containsExactly(2, 3, 0);
        assertThat(analysis.promptFront()).containsExactly(1, 0);
    }

    @Test
    void doesWithoutAlignment() {
        SweepAnalysis analysis = analyst.analyse(
                List.of(STEPS), List.of(new SweepSample(List.of(0), Map.of("artifacts", 0.5, "seconds", 1.0))));

        assertThat(analysis.promptFront()).isEmpty();
        assertThat(analysis.timeFront()).containsExactly(0);
    }
}
