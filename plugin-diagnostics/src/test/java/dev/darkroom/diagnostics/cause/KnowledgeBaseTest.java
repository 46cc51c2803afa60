package dev.darkroom.diagnostics.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.PossibleCause;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheckContract;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.picture.Picture;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnowledgeBaseTest {

    private static final KnowledgeBase BASE = KnowledgeBase.bundled();

    /** Borrows the contract's builders of runs. */
    private abstract static class Runs extends PostCheckContract {

        static Inspection run(GenerationRequest request, double lastSigma, GenerationTrace.NonFinite... bad) {
            GenerationTrace trace = new GenerationTrace(
                    List.of(step(0, 14.6, 1, 1), step(1, 1, lastSigma, 0.2)),
                    2,
                    List.of(bad),
                    90,
                    77,
                    Optional.empty());
            int width = request.width().orElse(128);
            return Inspection.of(
                    Picture.of(width, 128, new float[3 * width * 128]),
                    making(request, trace, Latent.zeros(new Shape(1, 4, 16, 16))));
        }
    }

    private static GenerationRequest.Builder request() {
        return GenerationRequest.of("a cat").steps(25).cfgScale(5);
    }

    private static Finding finding(Symptom symptom) {
        return Finding.of("test", symptom, 0.9, Severity.WARN, "seen", Map.of());
    }

    private static List<PossibleCause> advise(Symptom symptom, GenerationRequest.Builder request) {
        return BASE.advise(finding(symptom), Runs.run(request.build(), 0));
    }

    @Test
    void everySymptomOfTheContractHasCauses() {
        assertThat(BASE.coverage())
                .containsKeys(
                        "noise",
                        "blur",
                        "tiling",
                        "duplication",
                        "grid",
                        "seam",
                        "cast",
                        "oversaturation",
                        "banding",
                        "washed-out",
                        "numeric",
                        "structure",
                        "unconverged");
        assertThat(BASE.sources()).contains("huggingface/diffusers#5689", "CompVis/stable-diffusion#384");
    }

    @Test
    void fewStepsAreNamedFirstWithTheirNumberAndRemedy() {
        List<PossibleCause> causes =
                advise(Symptom.UNCONVERGED, request().steps(4).cfgScale(1));
        assertThat(causes.get(0).id()).isEqualTo("too-few-steps");
        assertThat(causes.get(0).evidence()).contains("4 steps; 20 or more are usual");
        assertThat(causes.get(0).remedy()).isEqualTo("--steps 20");
        assertThat(causes).extracting(PossibleCause::rank).isSorted().startsWith(0, 1);
        assertThat(causes).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void oneStepIsSingular() {
        assertThat(advise(Symptom.UNCONVERGED, request().steps(1)).get(0).evidence())
                .contains("1 step; 20 or more are usual");
    }

    @Test
    void enoughStepsAreNoEvidence() {
        assertThat(advise(Symptom.NOISE, request().steps(30)))
                .filteredOn(cause -> cause.id().equals("too-few-steps"))
                .allSatisfy(cause -> {
                    assertThat(cause.evidence()).noneMatch(line -> line.contains("usual"));
                    assertThat(cause.remedy()).isEqualTo("--steps 60");
                });
    }

    @Test
    void aScheduleThatEndsAboveZeroOutweighsManySteps() {
        List<PossibleCause> causes =
                BASE.advise(finding(Symptom.NOISE), Runs.run(request().build(), 0.0292));
        assertThat(causes.get(0).id()).isEqualTo("schedule-not-at-zero");
        assertThat(causes.get(0).evidence()).containsExactly("the last step ended at sigma 0.0292, not 0");
    }

    @Test
    void decoderAndDenoiserOverflowsAreToldApart() {
        GenerationRequest fp16 = request().precision(Precision.FP16).build();
        List<PossibleCause> decoder = BASE.advise(
                finding(Symptom.NUMERIC), Runs.run(fp16, 0, new GenerationTrace.NonFinite("decoder", -1, 0, 7, 49152)));
        assertThat(decoder.get(0).id()).isEqualTo("fp16-vae-overflow");
        assertThat(decoder.get(0).evidence()).contains("the decoder returned 7 non-finite values");
        assertThat(decoder.get(0).remedy()).isEqualTo("--precision fp32");
        List<PossibleCause> denoiser = BASE.advise(
                finding(Symptom.NUMERIC),
                Runs.run(fp16, 0, new GenerationTrace.NonFinite("denoiser", 2, 3.5, 9, 1024)));
        assertThat(denoiser.get(0).id()).isEqualTo("fp16-attention-overflow");
        assertThat(denoiser.get(0).evidence())
                .contains("the denoiser returned 9 non-finite values, first in step 3", "the run used fp16");
    }

    @Test
    void settingsOfTheRunDecideTheOrder() {
        assertThat(advise(Symptom.NOISE, request().weights(Weights.RAW)).get(0).id())
                .isEqualTo("raw-weights");
        assertThat(advise(Symptom.OVERSATURATION, request().cfgScale(15)).get(0))
                .satisfies(cause -> {
                    assertThat(cause.id()).isEqualTo("guidance-too-strong");
                    assertThat(cause.evidence()).contains("CFG 15; 4 to 8 is usual");
                    assertThat(cause.remedy()).isEqualTo("--cfg-scale 4");
                });
        assertThat(advise(Symptom.DUPLICATION, request().width(256)).get(0)).satisfies(cause -> {
            assertThat(cause.id()).isEqualTo("larger-than-native");
            assertThat(cause.evidence()).contains("256x128; the model was trained at 128x128");
            assertThat(cause.remedy()).isEqualTo("--width 128 --height 128");
        });
        assertThat(advise(Symptom.STRUCTURE, request()).get(0).evidence())
                .contains("the model saw 77 of 90 tokens of the prompt");
        assertThat(advise(
                                Symptom.NOISE,
                                request()
                                        .sampler(GenerationRequest.Choice.of("lms"))
                                        .steps(10))
                        .get(0)
                        .evidence())
                .isNotEmpty();
    }

    @Test
    void whatTheRunRulesOutIsNotNamed() {
        assertThat(advise(Symptom.NUMERIC, request().cfgScale(3)))
                .extracting(PossibleCause::id)
                .doesNotContain("fp16-vae-overflow", "naive-fp16-conversion", "quantised-overflow");
        assertThat(advise(Symptom.NOISE, request()))
                .extracting(PossibleCause::id)
                .doesNotContain("raw-weights", "schedule-not-at-zero", "fp16-vae-quality");
    }

    @Test
    void aPictureFromAFileHasCausesWithoutEvidence() {
        List<PossibleCause> causes = BASE.advise(finding(Symptom.NOISE), Inspection.of(Picture.of(1, 1, new float[3])));
        assertThat(causes).isNotEmpty().allSatisfy(cause -> {
            assertThat(cause.evidence()).isEmpty();
            assertThat(cause.remedy()).doesNotContain("{");
        });
    }

    @Test
    void anUnheardOfSymptomHasNoCauses() {
        assertThat(BASE.advise(finding(new Symptom("smell")), Inspection.of(Picture.of(1, 1, new float[3]))))
                .isEmpty();
    }

    private static final String ROW = """
            {"causes": [{"id": "a", "symptoms": ["noise"], "summary": "s", "tell": "t", "remedies": ["r"],
              "sources": ["x"], "clues": [{"when": "steps < 10", "says": "{steps step}"}]}]}""";

    private static KnowledgeBase read(String text) {
        return new KnowledgeBase(
                KnowledgeFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "test.json"));
    }

    @Test
    void aFileOfOneRowIsEnough() {
        assertThat(read(ROW).coverage()).containsExactly(Map.entry("noise", 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"causes\": [null]}",
                "\u0000\u0001",
                "{\"causes\": [{\"id\": 5}]} x",
                "{\"cau"
            })
    void garbageIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(KnowledgeException.class)
                .hasMessageStartingWith("test.json")
                .hasMessageNotContaining("\n");
    }

    @Test
    void mistakesAreNamedByRowAndField() {
        assertMistake("\"summary\": \"s\",", "", "cause 1 (a): summary: expected text");
        assertMistake("steps < 10", "stepz < 10", "unknown fact \"stepz\"; known are");
        assertMistake("steps < 10", "steps is few", "expected comparisons such as \"steps < 10\"");
        assertMistake("steps < 10", "steps < few", "expected a number after <, found \"few\"");
        assertMistake("steps < 10", "sampler ~ (", "is no regular expression");
        assertMistake("{steps step}", "{stepz} steps", "unknown fact \"stepz\"");
        assertMistake("{steps step}", "{steps Step!}", "expected a fact or a fact and a noun, as in {steps step}");
        assertMistake("\"noise\"", "\"NOISE!\"", "symptom id");
        assertMistake(
                "\"remedies\": [\"r\"]", "\"remedies\": [\"--steps {steps}\"]", "expected the last to name no fact");
        assertMistake("\"tell\"", "\"tale\"", "tale");
    }

    private static void assertMistake(String part, String mistake, String message) {
        assertThat(ROW).contains(part);
        assertThatThrownBy(() -> read(ROW.replace(part, mistake)))
                .isInstanceOf(KnowledgeException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void conditionsCompareNumbersAndWords() {
        Facts facts = Facts.of(
                Finding.of("test", Symptom.NOISE, 1, Severity.WARN, "seen", Map.of("luma1", 4.5)),
                Runs.run(request().build(), 0));
        for (String held : List.of(
                "steps < 30 and steps > 20 and steps >= 25 and steps <= 25 and steps == 25 and steps != 24",
                "sampler ~ dpm.*2m and schedule == karras and weights != raw",
                "measure.luma1 > 4",
                "droppedTokens == 13")) {
            assertThat(Condition.parse(held).holds(facts)).as(held).isTrue();
        }
        for (String failed : List.of(
                "steps > 30",
                "sampler ~ euler",
                "measure.none > 0",
                "firstBadStep > 0",
                "weights > 1",
                "sampler !~ dpm")) {
            assertThat(Condition.parse(failed).holds(facts)).as(failed).isFalse();
        }
    }

    private static final String MORE = """
            {"causes": [{"id": "%s", "symptoms": ["noise"], "summary": "a worn-out sensor", "tell": "Dark frames show it.",
              "remedies": ["--sampler euler"], "sources": ["Example 2026, section 1"], "prior": 0.9}]}
            """;

    @Test
    void knowledgeOfOthersIsAddedAndRanked() {
        KnowledgeBase more = KnowledgeBase.bundled().with(MORE.formatted("worn-sensor"));
        assertThat(more.entry("worn-sensor").summary()).isEqualTo("a worn-out sensor");
        assertThat(more.coverage().get("noise"))
                .isEqualTo(KnowledgeBase.bundled().coverage().get("noise") + 1);
        assertThat(more.sources()).contains("Example 2026, section 1");
        assertThat(more.explains("worn-sensor", Symptom.NOISE)).isTrue();
        assertThat(more.rivals("too-few-steps", "worn-sensor")).isTrue();
        assertThat(KnowledgeBase.bundled().coverage())
                .as("what others know is theirs")
                .isNotEqualTo(more.coverage());
    }

    @Test
    void knowledgeThatCannotBeUnderstoodIsRefusedWhole() {
        KnowledgeBase base = KnowledgeBase.bundled();
        assertThatThrownBy(() -> base.with(MORE.formatted("too-few-steps")))
                .isInstanceOf(KnowledgeException.class)
                .hasMessage("cause too-few-steps: expected an id of its own, found one that is taken");
        assertThatThrownBy(() -> base.with(MORE.formatted("x").replace("\"sources\"", "\"sauces\"")))
                .isInstanceOf(KnowledgeException.class)
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> base.with("{\"causes\": [")).isInstanceOf(KnowledgeException.class);
        assertThatThrownBy(() -> base.with("[".repeat(500_000))).isInstanceOf(KnowledgeException.class);
        assertThatThrownBy(() -> base.with("x".repeat(2_000_000)))
                .isInstanceOf(KnowledgeException.class)
                .hasMessage("expected at most 1000000 characters of knowledge, found 2000000");
    }
}
