package dev.darkroom.diagnostics.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.generation.StepRecord;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the run itself recorded. */
class TraceScanTest extends FormulaRuns {

    private double moved = 0.01;

    private Map<String, Bearing> scan(SigmaSchedule sigmas, int tokens, double peak, GenerationTrace.NonFinite... bad) {
        Case subject = subject(ask().build(), sigmas);
        StepRecord.Statistics plain = new StepRecord.Statistics(0, 1, peak, 0);
        StepRecord step = new StepRecord(
                0, 1, 0, 1, plain, plain, 0.1, moved, 0, 0, OptionalDouble.empty(), OptionalDouble.empty(), 1);
        GenerationResult made = subject.shot().result();
        GenerationTrace trace = new GenerationTrace(List.of(step), 20, List.of(bad), tokens, 24, Optional.empty());
        GenerationResult result = new GenerationResult(
                made.request(),
                0,
                made.seed(),
                made.picture(),
                made.latent(),
                List.of(),
                made.inspected(),
                trace,
                made.provenance());
        Case scanned = new Case(
                subject.question(),
                subject.setup(),
                new Shot("shot-1", "as asked", result, OptionalDouble.empty()),
                subject.symptom(),
                subject.models(),
                List.of());
        return new TraceScan()
                .run(scanned, laboratory).stream().collect(Collectors.toMap(Evidence::cause, Evidence::bearing));
    }

    @Test
    void aSoundRunAcquitsItsCauses() {
        assertThat(scan(SigmaSchedule.of(1, 0), 5, 3))
                .containsEntry(Causes.SCHEDULE_END, Bearing.EXCLUDES)
                .containsEntry(Causes.PROMPT_TRUNCATED, Bearing.EXCLUDES)
                .containsEntry(Causes.UNSTABLE, Bearing.EXCLUDES)
                .containsEntry(Causes.OUTLIERS, Bearing.EXCLUDES);
    }

    @Test
    void whatTheRunRecordedIsNamed() {
        assertThat(scan(SigmaSchedule.of(1, 0.6), 5, 3)).containsEntry(Causes.SCHEDULE_END, Bearing.PROVES);
        assertThat(scan(SigmaSchedule.of(1, 0.03), 5, 3)).containsEntry(Causes.SCHEDULE_END, Bearing.SUGGESTS);
        assertThat(scan(SigmaSchedule.of(1, 0), 30, 3)).containsEntry(Causes.PROMPT_TRUNCATED, Bearing.PROVES);
        assertThat(scan(SigmaSchedule.of(1, 0), 5, 40)).containsEntry(Causes.OUTLIERS, Bearing.SUGGESTS);
        assertThat(scan(SigmaSchedule.of(1, 0), 5, 3, new GenerationTrace.NonFinite("decoder", 19, 0, 7, 192)))
                .containsEntry(Causes.FP16_DECODER, Bearing.SUPPORTS)
                .containsEntry(Causes.UNSTABLE, Bearing.EXCLUDES);
        assertThat(scan(SigmaSchedule.of(1, 0), 5, 3, new GenerationTrace.NonFinite("denoiser", 3, 2, 7, 192)))
                .containsEntry(Causes.UNSTABLE, Bearing.SUPPORTS);
    }

    @Test
    void anEstimateThatStillMovedSuggestsMoreSteps() {
        assertThat(scan(SigmaSchedule.of(1, 0), 5, 3)).containsEntry(Causes.TOO_FEW_STEPS, Bearing.NEUTRAL);
        moved = 0.3;
        assertThat(scan(SigmaSchedule.of(1, 0), 5, 3)).containsEntry(Causes.TOO_FEW_STEPS, Bearing.SUGGESTS);
    }
}
