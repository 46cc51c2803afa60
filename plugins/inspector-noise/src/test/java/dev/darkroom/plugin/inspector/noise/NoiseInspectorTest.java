package dev.darkroom.plugin.inspector.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.generation.StepRecord;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.inspection.PostCheckContract;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.picture.Picture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseInspectorTest extends PostCheckContract {

    private static final int SIZE = 128;

    @Override
    protected PostCheck postCheck() {
        return new NoiseInspector();
    }

    /** A soft gradient with a hard-edged disc: what a rendered picture looks like. */
    private static float scene(int i) {
        int x = i % SIZE;
        int y = i / SIZE % SIZE;
        int channel = i / (SIZE * SIZE);
        boolean disc = Math.hypot(x - 60, y - 70) < 30;
        return 0.3f + 0.3f * x / SIZE + (disc ? 0.25f : 0) + 0.04f * channel;
    }

    private static Picture scene(double sigma, boolean perChannel) {
        float[] noise = new float[3 * SIZE * SIZE];
        Random random = new Random(9);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (sigma / 255 * random.nextGaussian());
        }
        return picture(SIZE, SIZE, i -> scene(i) + noise[perChannel ? i : i % (SIZE * SIZE)]);
    }

    private List<Finding> of(Symptom symptom, Inspection inspection) {
        return inspect(inspection).stream()
                .filter(finding -> finding.symptom().equals(symptom))
                .toList();
    }

    @Test
    void aCleanPictureIsNotNoisy() {
        assertThat(inspect(Inspection.of(scene(0, false)))).isEmpty();
        assertThat(inspect(Inspection.of(scene(1.5, false)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"6,false", "12,false", "6,true", "25,true"})
    void grainIsSeenAndMeasured(double sigma, boolean perChannel) {
        List<Finding> found = of(Symptom.NOISE, Inspection.of(scene(sigma, perChannel)));
        assertThat(found).hasSize(1);
        // Independent noise in three channels is sqrt(.2126^2 + .7152^2 + .0722^2) = .75 of it in luma; the quietest
        // blocks of 16 lie some 10 % below the mean.
        double luma = perChannel ? 0.75 * sigma : sigma;
        assertThat(found.get(0).measures().get("luma1")).isCloseTo(luma, within(0.25 * luma));
        assertThat(found.get(0).heatMap()).isPresent();
        assertThat(found.get(0).heatMap().orElseThrow().width()).isEqualTo(8);
    }

    @Test
    void grainOfATinyPictureMayBeTexture() {
        Random random = new Random(1);
        Picture tiny = picture(48, 48, i -> 0.5f + 0.1f * (float) random.nextGaussian());
        assertThat(of(Symptom.NOISE, Inspection.of(tiny))).isEmpty();
    }

    @Test
    void aPictureWithLargeAreasOfOneColourHasNoGrain() {
        Random random = new Random(1);
        Picture drawing =
                picture(SIZE, SIZE, i -> i / SIZE % SIZE < 90 ? 0.8f : 0.5f + 0.1f * (float) random.nextGaussian());
        assertThat(of(Symptom.NOISE, Inspection.of(drawing))).isEmpty();
    }

    @Test
    void moreGrainScoresHigher() {
        double weak = of(Symptom.NOISE, Inspection.of(scene(6, false))).get(0).score();
        double strong =
                of(Symptom.NOISE, Inspection.of(scene(20, false))).get(0).score();
        assertThat(strong).isGreaterThan(weak);
    }

    @Test
    void grainCorrelatedOverPixelsIsSeen() {
        Picture sharp = scene(30, false);
        Picture clean = scene(0, false);
        // The mean of 3x3 neighbours of the noise alone: deviation 10, hardly any of it in the finest diagonal band.
        Picture soft = picture(SIZE, SIZE, i -> {
            int x = i % SIZE;
            int y = i / SIZE % SIZE;
            int c = i / (SIZE * SIZE);
            float sum = 0;
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int nx = Math.floorMod(x + dx, SIZE);
                    int ny = Math.floorMod(y + dy, SIZE);
                    sum += sharp.at(c, nx, ny) - clean.at(c, nx, ny);
                }
            }
            return clean.at(i) + sum / 9;
        });
        List<Finding> found = of(Symptom.NOISE, Inspection.of(soft));
        assertThat(found).hasSize(1);
        assertThat(found.get(0).measures().get("luma1")).isLessThan(3.3);
        assertThat(found.get(0).message()).startsWith("coarse grain");
    }

    @Test
    void textureInPartOfThePictureIsNotGrain() {
        Picture noisy = scene(30, false);
        Picture clean = scene(0, false);
        Picture half = picture(SIZE, SIZE, i -> i % SIZE < SIZE / 2 ? clean.at(i) : noisy.at(i));
        assertThat(inspect(Inspection.of(half))).isEmpty();
    }

    @Test
    void anObjectOnPureWhiteMayBeTextured() {
        Picture noisy = scene(30, false);
        Picture cutOut =
                picture(SIZE, SIZE, i -> Math.hypot(i % SIZE - 64, i / SIZE % SIZE - 64) < 40 ? noisy.at(i) : 1);
        assertThat(inspect(Inspection.of(cutOut))).isEmpty();
    }

    @Test
    void clippedBordersHideNoGrain() {
        Picture noisy = scene(12, false);
        Picture framed = picture(SIZE, SIZE, i -> i % SIZE < 32 ? 0 : noisy.at(i));
        assertThat(of(Symptom.NOISE, Inspection.of(framed))).hasSize(1);
    }

    private static Inspection run(List<StepRecord> steps, int evaluations, Optional<String> failure) {
        GenerationTrace trace = new GenerationTrace(steps, evaluations, List.of(), 5, 77, failure);
        Latent latent = Latent.generate(new Shape(1, 4, 16, 16), i -> i % 3 - 1);
        return Inspection.of(
                scene(0, false), making(GenerationRequest.of("a cat").build(), trace, latent));
    }

    private static Inspection run(double lastSigma, double... changes) {
        List<StepRecord> steps = new ArrayList<>();
        for (int i = 0; i < changes.length; i++) {
            boolean last = i == changes.length - 1;
            steps.add(step(i, changes.length - i, last ? lastSigma : changes.length - i - 1, changes[i]));
        }
        return run(steps, steps.size(), Optional.empty());
    }

    private static double[] constant(int steps, double change) {
        double[] changes = new double[steps];
        Arrays.fill(changes, change);
        return changes;
    }

    // Root mean square changes as measured on a small latent model: 0.19 in 4 steps and 0.04 in 25, at CFG 1.
    @Test
    void fewCoarseStepsHaveNotConverged() {
        List<Finding> found = of(Symptom.UNCONVERGED, run(0, constant(4, 0.19)));
        assertThat(found).hasSize(1);
        assertThat(found.get(0).severity()).isEqualTo(Severity.WARN);
        assertThat(found.get(0).message()).contains("4 steps").contains("0.19");
        assertThat(of(Symptom.UNCONVERGED, run(0, constant(3, 1.0))).get(0).severity())
                .isEqualTo(Severity.SEVERE);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 25, 40, 100})
    void manyFineStepsHave(int steps) {
        assertThat(inspect(run(0, constant(steps, 1.0 / steps)))).isEmpty();
    }

    @Test
    void oneStepHasNot() {
        assertThat(of(Symptom.UNCONVERGED, run(0, 1)).get(0).message()).contains("1 step,");
    }

    @Test
    void solversOfSeveralEvaluationsNeedFewerSteps() {
        List<StepRecord> steps = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            steps.add(step(i, 10 - i, 9 - i, 0.1));
        }
        double one = score(run(steps, 10, Optional.empty()));
        assertThat(score(run(steps, 19, Optional.empty()))).isLessThan(one / 2);
    }

    private double score(Inspection inspection) {
        return score(Symptom.UNCONVERGED, inspection);
    }

    @Test
    void aScheduleThatEndsAboveZeroLeavesNoise() {
        List<Finding> found = of(Symptom.UNCONVERGED, run(0.2, constant(25, 0.04)));
        assertThat(found).hasSize(1);
        assertThat(found.get(0).message()).contains("ended at sigma 0.200 instead of 0");
        assertThat(found.get(0).measures()).containsEntry("lastSigma", 0.2);
    }

    @Test
    void aRunThatBrokeOffIsNotJudged() {
        assertThat(inspect(run(List.of(step(0, 14, 7, 1)), 1, Optional.of("denoiser failed"))))
                .isEmpty();
    }

    @Test
    void usersSetTheThresholds() {
        Inspection noisy = Inspection.of(scene(6, false));
        assertThat(postCheck()
                        .inspect(noisy, Options.of(postCheck().info().options(), Map.of("warn", "1")))
                        .findings())
                .isEmpty();
        assertThat(postCheck()
                        .inspect(
                                noisy, Options.of(postCheck().info().options(), Map.of("warn", "0.1", "severe", "0.2")))
                        .findings())
                .extracting(Finding::severity)
                .containsExactly(Severity.SEVERE);
    }
}
