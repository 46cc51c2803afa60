package dev.darkroom.plugin.inspector.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.picture.Picture;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumericInspectorTest extends PostCheckContract {

    private static final Picture RAMP = picture(64, 64, i -> (i % 64 + 1) / 80f);

    @Override
    protected PostCheck postCheck() {
        return new NumericInspector();
    }

    private static Latent latent(double deviation) {
        Random random = new Random(2);
        return Latent.generate(new Shape(1, 4, 16, 16), i -> (float) (deviation * random.nextGaussian()));
    }

    private static Inspection run(Picture picture, Latent latent, GenerationTrace.NonFinite... bad) {
        GenerationTrace trace =
                new GenerationTrace(List.of(step(0, 14, 0, 1)), 1, List.of(bad), 5, 77, Optional.empty());
        return Inspection.of(picture, making(GenerationRequest.of("a cat").build(), trace, latent));
    }

    @Test
    void aGoodPictureIsLeftAlone() {
        assertThat(inspect(run(RAMP, latent(1)))).isEmpty();
        assertThat(inspect(Inspection.of(RAMP))).isEmpty();
    }

    @Test
    void theFirstBadStepIsNamed() {
        Finding found = inspect(run(
                        RAMP,
                        latent(1),
                        new GenerationTrace.NonFinite("denoiser", 6, 0.3125, 12, 16384),
                        new GenerationTrace.NonFinite("decoder", -1, 0, 5, 12288)))
                .get(0);
        assertThat(found.severity()).isEqualTo(Severity.SEVERE);
        assertThat(found.symptom()).isEqualTo(Symptom.NUMERIC);
        assertThat(found.message())
                .isEqualTo("denoiser returned 12 non-finite values of 16384, first in step 7 (sigma 0.3125)");
        assertThat(found.measures())
                .containsEntry("firstBadStep", 7.0)
                .containsEntry("denoiserNonFinite", 12.0)
                .containsEntry("decoderNonFinite", 5.0);
    }

    @Test
    void theDecoderIsNamed() {
        Finding found = inspect(run(RAMP, latent(1), new GenerationTrace.NonFinite("decoder", -1, 0, 5, 12288)))
                .get(0);
        assertThat(found.message()).isEqualTo("decoder returned 5 non-finite values of 12288");
    }

    @Test
    void aSingleBadPixelOfAFileIsSevere() {
        Picture holed = picture(64, 64, i -> i == 99 ? Float.NaN : RAMP.at(i));
        assertThat(inspect(Inspection.of(holed))).hasSize(1).first().satisfies(found -> {
            assertThat(found.message()).isEqualTo("the picture holds 1 non-finite values of 12288");
            assertThat(found.severity()).isEqualTo(Severity.SEVERE);
        });
    }

    @ParameterizedTest
    @CsvSource({"0,black", "0.01,black", "1,white", "0.5,of one colour"})
    void emptyPicturesAreSevere(float value, String what) {
        assertThat(inspect(Inspection.of(picture(32, 32, i -> value))))
                .hasSize(1)
                .first()
                .satisfies(found -> {
                    assertThat(found.message()).endsWith(what);
                    assertThat(found.severity()).isEqualTo(Severity.SEVERE);
                });
    }

    @Test
    void anIconMayBeOfOneColour() {
        assertThat(inspect(Inspection.of(picture(8, 8, i -> 0)))).isEmpty();
    }

    @Test
    void aDarkPictureIsNotBlack() {
        assertThat(inspect(Inspection.of(picture(64, 64, i -> 0.1f * RAMP.at(i)))))
                .isEmpty();
    }

    @Test
    void pureColoursEverywhereAreBurnt() {
        Random random = new Random(3);
        Picture burnt = picture(64, 64, i -> random.nextBoolean() ? 1.4f : -0.3f);
        assertThat(inspect(Inspection.of(burnt))).hasSize(1).first().satisfies(found -> {
            assertThat(found.symptom()).isEqualTo(Symptom.OVERSATURATION);
            assertThat(found.message()).contains("75 %");
        });
    }

    @Test
    void flatArtOfTwoPureColoursIsNot() {
        Picture flag =
                picture(64, 64, i -> i / 4096 == 0 ? (i % 64 < 32 ? 1 : 0) : i / 4096 == 2 ? (i % 64 < 32 ? 0 : 1) : 0);
        assertThat(inspect(Inspection.of(flag))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.5,0", "1,0", "1.6,0", "3.5,1", "0.01,1"})
    void latentsFarOutOfRangeAreNamed(double deviation, int findings) {
        List<Finding> found = inspect(run(RAMP, latent(deviation)));
        assertThat(found).hasSize(findings);
        assertThat(found).allSatisfy(each -> assertThat(each.message()).contains("latent"));
    }

    @Test
    void oneWildLatentValueIsNamed() {
        Latent calm = latent(1);
        Latent wild = Latent.generate(calm.shape(), i -> i == 5 ? -40 : calm.at(i));
        assertThat(inspect(run(RAMP, wild)))
                .hasSize(1)
                .first()
                .satisfies(
                        found -> assertThat(found.message()).isEqualTo("the latent reaches 40.0; within 5 is usual"));
    }

    private static Inspection run(GenerationRequest request, StepRecord... steps) {
        GenerationTrace trace = new GenerationTrace(List.of(steps), steps.length, List.of(), 5, 77, Optional.empty());
        return Inspection.of(RAMP, making(request, trace, latent(1)));
    }

    private static StepRecord reaching(double deviation, double peak) {
        StepRecord good = step(3, 7, 5, 0.1);
        return new StepRecord(
                3,
                7,
                5,
                1,
                new StepRecord.Statistics(0, deviation, peak, 0),
                good.denoised(),
                0.05,
                0.1,
                0,
                5,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                1);
    }

    @Test
    void statesNearTheEndOfHalfPrecisionAreNamed() {
        GenerationRequest half =
                GenerationRequest.of("a cat").precision(Precision.FP16).build();
        assertThat(inspect(run(half, step(0, 14, 7, 1), reaching(5, 40_000))))
                .hasSize(1)
                .first()
                .satisfies(found -> {
                    assertThat(found.message())
                            .isEqualTo("a state of the run reached 4.00e+04; half precision ends at 65504");
                    assertThat(found.measures().get("fp16HeadroomBits")).isCloseTo(0.71, within(0.01));
                });
        assertThat(inspect(run(half, step(0, 14, 7, 1), reaching(5, 15)))).isEmpty();
        assertThat(inspect(run(GenerationRequest.of("a cat").build(), step(0, 14, 7, 1), reaching(5, 40_000))))
                .isEmpty();
    }

    @Test
    void statesThatDoNotFitTheirNoiseLevelAreNamed() {
        assertThat(inspect(run(GenerationRequest.of("a cat").build(), step(0, 14, 7, 1), reaching(30, 90))))
                .hasSize(1)
                .first()
                .satisfies(found -> assertThat(found.message())
                        .isEqualTo("after step 4 the state's deviation is off by a factor of 5.88 from what its noise"
                                + " level says"));
    }
}
