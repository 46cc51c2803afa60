package dev.darkroom.api.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.generation.StepRecord;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.picture.Style;
import dev.darkroom.api.sampling.PredictionType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every {@link PostCheck} must do. An inspector's test extends this class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PostCheckContract {

    /** Returns the inspector under test. */
    protected abstract PostCheck postCheck();

    /** Inspects under the default options. */
    protected Inspected inspected(Inspection inspection) {
        return postCheck()
                .inspect(inspection, Options.defaults(postCheck().info().options()));
    }

    /** Returns what is said under the default options. */
    protected List<Finding> inspect(Inspection inspection) {
        return inspected(inspection).findings();
    }

    /** Returns the probability of a symptom, which the inspector must have looked for. */
    protected double score(Symptom symptom, Inspection inspection) {
        Map<Symptom, Double> scores = inspected(inspection).scores();
        assertThat(scores).containsKey(symptom);
        return scores.getOrDefault(symptom, 0.0);
    }

    /** Returns a picture of a size whose {@code [3,h,w]} values come from a function of the flat index. */
    protected static Picture picture(int width, int height, Latent.IndexedValue value) {
        float[] planes = new float[3 * width * height];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = value.at(i);
        }
        return Picture.of(width, height, planes);
    }

    /** Returns how a picture was made by a latent model of native size 128. */
    protected static Inspection.Making making(GenerationRequest request, GenerationTrace trace, Latent latent) {
        ModelCard model = ModelCard.of("test", Path.of("test").toAbsolutePath())
                .size(128, 128)
                .prediction(PredictionType.V)
                .weights(Weights.EMA, Weights.RAW)
                .build();
        return new Inspection.Making(request, model, trace, latent);
    }

    /** Returns a step from {@code sigma} to {@code next} after which x0 has deviation 1 and changed by {@code change}. */
    protected static StepRecord step(int index, double sigma, double next, double change) {
        StepRecord.Statistics unit = new StepRecord.Statistics(0, 1, 3, 0);
        double noisy = Math.hypot(next, 1);
        StepRecord.Statistics state = new StepRecord.Statistics(0, noisy, 3 * noisy, 0);
        return new StepRecord(
                index,
                sigma,
                next,
                1,
                state,
                unit,
                0.05,
                change,
                0.1,
                next,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                1);
    }

    private static Map<String, Inspection> hostile() {
        Map<String, Picture> pictures = new LinkedHashMap<>();
        int[][] sizes = {{1, 1}, {1, 4096}, {4096, 1}, {2, 3}, {7, 9}, {33, 31}, {128, 128}, {65, 300}};
        for (int[] size : sizes) {
            String at = size[0] + "x" + size[1] + " ";
            Random random = new Random(1);
            pictures.put(at + "black", picture(size[0], size[1], i -> 0));
            pictures.put(at + "white", picture(size[0], size[1], i -> 1));
            pictures.put(at + "grey", picture(size[0], size[1], i -> 0.5f));
            pictures.put(at + "noise", picture(size[0], size[1], i -> random.nextFloat()));
            pictures.put(at + "NaN", picture(size[0], size[1], i -> Float.NaN));
            pictures.put(at + "some NaN", picture(size[0], size[1], i -> i % 7 == 0 ? Float.NaN : 0.3f));
            pictures.put(
                    at + "infinities",
                    picture(size[0], size[1], i -> i % 2 == 0 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY));
            pictures.put(at + "huge", picture(size[0], size[1], i -> (i % 2 == 0 ? 1 : -1) * Float.MAX_VALUE));
            pictures.put(at + "tiny", picture(size[0], size[1], i -> Float.MIN_VALUE));
            pictures.put(at + "checkers", picture(size[0], size[1], i -> (i + i / size[0]) % 2));
        }
        Map<String, Inspection> inspections = new LinkedHashMap<>();
        pictures.forEach((name, picture) -> inspections.put(name, Inspection.of(picture)));

        GenerationRequest request = GenerationRequest.of("").build();
        Picture plain = picture(16, 16, i -> i / 768f);
        Latent good = Latent.generate(new Shape(1, 4, 2, 2), i -> (i % 3 - 1));
        Latent bad = Latent.generate(new Shape(1, 4, 2, 2), i -> i % 2 == 0 ? Float.NaN : Float.MAX_VALUE);
        StepRecord.Statistics nan = new StepRecord.Statistics(Double.NaN, Double.NaN, Double.NaN, 16);
        StepRecord nanStep = new StepRecord(
                0,
                1,
                0,
                1,
                nan,
                nan,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                OptionalDouble.of(Double.NaN),
                OptionalDouble.of(Double.NaN),
                Double.NaN);
        StepRecord wild = new StepRecord(
                1,
                1e300,
                Double.POSITIVE_INFINITY,
                0,
                nan,
                nan,
                Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                -1);
        inspections.put("no steps", with(plain, request, trace(List.of(), List.of()), good));
        inspections.put("one step", with(plain, request, trace(List.of(step(0, 14, 0, 1)), List.of()), good));
        inspections.put("NaN trace and latent", with(plain, request, trace(List.of(nanStep), List.of()), bad));
        inspections.put("wild trace", with(plain, request, trace(List.of(nanStep, wild), List.of()), bad));
        inspections.put(
                "non-finite everywhere",
                with(
                        plain,
                        request,
                        trace(
                                List.of(nanStep),
                                List.of(
                                        new GenerationTrace.NonFinite("denoiser", 3, Double.NaN, 12, 16),
                                        new GenerationTrace.NonFinite("decoder", -1, 0, 768, 768))),
                        bad));
        return inspections;
    }

    private static GenerationTrace trace(List<StepRecord> steps, List<GenerationTrace.NonFinite> nonFinite) {
        return new GenerationTrace(steps, steps.size(), nonFinite, 2, 77, Optional.empty());
    }

    private static Inspection with(Picture picture, GenerationRequest request, GenerationTrace trace, Latent latent) {
        return Inspection.of(picture, making(request, trace, latent));
    }

    // Inspected and Finding themselves refuse scores outside [0,1], measures that are not finite and messages of
    // several lines.
    @TestFactory
    List<DynamicTest> judgesAnyPictureTheSameTwice() {
        List<DynamicTest> tests = new ArrayList<>();
        hostile()
                .forEach((name, inspection) -> tests.add(DynamicTest.dynamicTest(name, () -> {
                    Inspected inspected = inspected(inspection);
                    assertThat(inspected.findings()).doesNotContainNull().allSatisfy(finding -> {
                        assertThat(finding.inspector())
                                .isEqualTo(postCheck().info().id());
                        assertThat(finding.message()).doesNotContain("NaN").hasSizeLessThan(200);
                        assertThat(finding.causes()).isEmpty();
                    });
                    assertThat(inspected(inspection)).isEqualTo(inspected);
                    Inspected fresh = inspected(inspection
                            .making()
                            .map(making -> Inspection.of(inspection.picture(), making))
                            .orElse(Inspection.of(inspection.picture())));
                    assertThat(fresh).isEqualTo(inspected);
                })));
        return tests;
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void judgesAnyNumberOfPicturesAtOnce() throws Exception {
        List<Inspection> inspections = List.copyOf(hostile().values());
        List<Inspected> expected = inspections.stream().map(this::inspected).toList();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Inspected>> calls = new ArrayList<>();
            for (Inspection inspection : inspections) {
                calls.add(() -> inspected(inspection));
            }
            List<Inspected> found = new ArrayList<>();
            for (Future<Inspected> each : pool.invokeAll(calls)) {
                found.add(each.get());
            }
            assertThat(found).isEqualTo(expected);
        } finally {
            pool.shutdownNow();
        }
    }

    @TestFactory
    List<DynamicTest> judgesWhateverTheStyle() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Style style : Style.values()) {
            hostile().forEach((name, inspection) -> {
                Inspection styled = inspection.withStyle(style);
                tests.add(DynamicTest.dynamicTest(
                        name + " as " + style,
                        () -> assertThat(inspected(styled)).isEqualTo(inspected(styled))));
            });
        }
        return tests;
    }

    @Test
    void saysWhoItIs() {
        assertThat(postCheck().info()).isEqualTo(postCheck().info());
        assertThat(postCheck().info().description()).isNotBlank();
        assertThat(postCheck().info().names()).doesNotHaveDuplicates();
        assertThat(postCheck().info().options()).extracting(OptionSpec::name).doesNotHaveDuplicates();
    }

    @Test
    void toleratesWhateverNumbersItsOptionsAllow() {
        for (boolean highest : new boolean[] {false, true}) {
            Map<String, String> given = new LinkedHashMap<>();
            for (OptionSpec option : postCheck().info().options()) {
                if (option.type() == OptionSpec.Type.NUMBER) {
                    given.put(option.name(), Double.toString(highest ? option.max() : option.min()));
                }
            }
            Options options = Options.of(postCheck().info().options(), Collections.unmodifiableMap(given));
            hostile()
                    .values()
                    .forEach(inspection ->
                            assertThat(postCheck().inspect(inspection, options)).isNotNull());
        }
    }
}
