package dev.darkroom.diagnostics.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.CauseVerdict;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Fix;
import dev.darkroom.api.diagnosis.Standing;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.diagnostics.cause.KnowledgeBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private final Judge judge = new Judge(KnowledgeBase.bundled());

    private static Evidence evidence(String cause, Bearing bearing, double size) {
        return Evidence.of(cause, bearing, size, cause + " " + bearing);
    }

    private Map<String, Standing> standings(Evidence... evidence) {
        return judge.judge(List.of(evidence), Set.of("raw-weights")).stream()
                .collect(Collectors.toMap(CauseVerdict::cause, CauseVerdict::standing));
    }

    @Test
    void supportNeedsARivalRuledOut() {
        assertThat(standings(evidence("too-few-steps", Bearing.SUPPORTS, 0.5)))
                .containsEntry("too-few-steps", Standing.CONSISTENT)
                .containsEntry("raw-weights", Standing.UNTESTED);
        assertThat(standings(
                        evidence("too-few-steps", Bearing.SUPPORTS, 0.5), evidence("raw-weights", Bearing.EXCLUDES, 0)))
                .containsEntry("too-few-steps", Standing.LIKELY)
                .containsEntry("raw-weights", Standing.RULED_OUT);
    }

    @Test
    void whatIsLikelyByNowIsWhatTheVerdictCallsLikely() {
        Random random = new Random(3);
        List<String> causes = List.of("too-few-steps", "raw-weights", "tiled-vae", "damaged-weights", "of-a-plugin");
        for (int run = 0; run < 500; run++) {
            List<Evidence> evidence = new ArrayList<>();
            for (int k = random.nextInt(8); k > 0; k--) {
                evidence.add(evidence(
                        causes.get(random.nextInt(causes.size())),
                        Bearing.values()[random.nextInt(Bearing.values().length)],
                        random.nextDouble()));
            }
            assertThat(judge.likely(evidence))
                    .as("%s", evidence)
                    .containsExactlyInAnyOrderElementsOf(judge.judge(evidence, Set.copyOf(causes)).stream()
                            .filter(verdict -> verdict.standing() == Standing.LIKELY)
                            .map(CauseVerdict::cause)
                            .toList());
        }
    }

    @Test
    void aCauseOfOtherSymptomsIsNoRival() {
        assertThat(standings(
                        evidence("tiled-vae", Bearing.SUPPORTS, 0.5), evidence("raw-weights", Bearing.EXCLUDES, 0)))
                .containsEntry("tiled-vae", Standing.CONSISTENT);
    }

    @Test
    void whatSaysNothingTestsNothing() {
        assertThat(standings(evidence("too-few-steps", Bearing.NEUTRAL, 0)))
                .containsEntry("too-few-steps", Standing.UNTESTED);
    }

    @Test
    void theSentenceIsShortAndItsCommandCanBeTyped() {
        List<Evidence> evidence = new ArrayList<>(List.of(Evidence.of(
                "negative-prompt-conflict", Bearing.PROVES, 0.5, "shown 0.2 better (8 pairs); 3 steps suffice")));
        for (String cause : List.of("raw-weights", "quantisation", "too-few-steps")) {
            evidence.add(evidence(cause, Bearing.EXCLUDES, 0));
        }
        GenerationRequest request = GenerationRequest.of("a cat").build();
        Fix fix = new Fix(
                "negative-prompt-conflict",
                "try",
                List.of("--negative-prompt", "", "--prompt", "it's"),
                Optional.of(request),
                "shot-1",
                Optional.empty(),
                Map.of(),
                Map.of(),
                false,
                List.of());
        assertThat(Sentence.of(Optional.empty(), judge.judge(evidence, Set.of()), Optional.of(fix)))
                .isEqualTo("the negative prompt works against the prompt: likely (shown 0.2 better (8 pairs)); try"
                        + " --negative-prompt '' --prompt 'it'\\''s'; 3 causes ruled out");
    }

    @Test
    void whatIsProvenNeedsNoRival() {
        assertThat(standings(evidence("schedule-not-at-zero", Bearing.PROVES, 0.9)))
                .containsEntry("schedule-not-at-zero", Standing.LIKELY);
    }

    @Test
    void contradictoryEvidenceIsNoVerdict() {
        assertThat(standings(evidence("poor-vae", Bearing.SUPPORTS, 0.9), evidence("poor-vae", Bearing.EXCLUDES, 0)))
                .containsEntry("poor-vae", Standing.CONSISTENT);
    }

    @Test
    void aHintDoesNotOutweighAnExclusion() {
        assertThat(standings(evidence("poor-vae", Bearing.SUGGESTS, 0.9), evidence("poor-vae", Bearing.EXCLUDES, 0)))
                .containsEntry("poor-vae", Standing.RULED_OUT);
    }

    @Test
    void theStrongerCauseComesFirst() {
        List<CauseVerdict> verdicts = judge.judge(
                List.of(
                        evidence("too-few-steps", Bearing.SUPPORTS, 0.5),
                        evidence("guidance-too-strong", Bearing.SUPPORTS, 0.8),
                        evidence("raw-weights", Bearing.EXCLUDES, 0)),
                Set.of());
        assertThat(verdicts).extracting(CauseVerdict::cause).startsWith("guidance-too-strong", "too-few-steps");
        assertThat(Sentence.of(Optional.of(Symptom.NOISE), verdicts, Optional.empty()))
                .startsWith("guidance (CFG) too strong: likely")
                .contains("ruled out: weights that are not the moving average (EMA)");
    }

    @Test
    void twoThatCannotBeToldApartAreSaidSo() {
        List<CauseVerdict> verdicts = judge.judge(
                List.of(
                        evidence("damaged-weights", Bearing.SUPPORTS, 0.8),
                        evidence("ema-lag", Bearing.SUPPORTS, 0.75),
                        evidence("too-few-steps", Bearing.EXCLUDES, 0)),
                Set.of());
        assertThat(Sentence.of(Optional.empty(), verdicts, Optional.empty()))
                .startsWith("consistent with the network's weights are damaged, or the moving average lags");
    }

    @Test
    void unknownIsAVerdict() {
        assertThat(Sentence.of(
                        Optional.of(Symptom.CAST),
                        judge.judge(List.of(evidence("raw-weights", Bearing.EXCLUDES, 0)), Set.of()),
                        Optional.empty()))
                .startsWith("unknown: no cause that was tested explains cast");
    }
}
