package dev.darkroom.diagnostics.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Guidance: too much, too little, early, late, rescaled. */
class GuidanceExperimentsTest extends FormulaRuns {

    @Test
    void guidanceIsChangedByItsScaleAlone() {
        GenerationRequest asked =
                ask().guidance(Choice.of("rescale")).cfgScale(14).build();
        assertThat(new GuidanceDown().cure(subject(asked), Causes.GUIDANCE_STRONG))
                .contains(asked.toBuilder().cfgScale(3).build());
    }

    @Test
    void burntColoursAreGuidancesAndOnlyAboveTheUsualScale() {
        contrast = request -> 0.1 * request.cfgScale();
        GenerationRequest strong = ask().cfgScale(14).build();
        Evidence evidence = run(new GuidanceDown(), strong);
        assertThat(evidence.bearing()).isEqualTo(Bearing.SUPPORTS);
        assertThat(new GuidanceDown().cure(subject(strong), Causes.GUIDANCE_STRONG))
                .hasValueSatisfying(cure -> assertThat(cure.cfgScale()).isEqualTo(3));
        assertThat(new GuidanceDown().obstacle(subject(ask().build()))).isPresent();
    }

    @Test
    void softOutlinesWithoutGuidanceAreItsLack() {
        contrast = request -> 0.1 * request.cfgScale();
        assertThat(run(new GuidanceUp(), ask().cfgScale(1).build()).bearing()).isEqualTo(Bearing.SUPPORTS);
        assertThat(run(new GuidanceUp(), ask().cfgScale(2).build()).bearing()).isEqualTo(Bearing.SUGGESTS);
    }

    @Test
    void theLadderSaysWhereColoursBurnAndThatRescalingHelps() {
        contrast = request -> request.guidance().name().equals("rescale") ? 0.3 : 0.08 * request.cfgScale();
        Evidence evidence = run(new GuidanceLadder(), ask().build());
        assertThat(evidence.bearing()).isEqualTo(Bearing.NEUTRAL);
        assertThat(evidence.measures())
                .hasSize(2 * 6 - 1)
                .containsEntry("cfg 5", 0.0)
                .containsEntry("rescale 15", 0.0);
        assertThat(evidence.measures().get("cfg 7")).isGreaterThan(0.5);
        assertThat(made).hasSize(new GuidanceLadder().pictures(subject(ask().build())));
        assertThat(made).allMatch(request -> request.seed() == 3 && request.steps() == 20);
    }

    @Test
    void aRunResumedWithTheUsualGuidanceTellsWhenItBurnt() {
        contrast = request -> request.cfgScale() > 3 ? 0.9 : 0.3;
        GenerationRequest strong = ask().cfgScale(14).build();
        List<Latent> states =
                Stream.generate(() -> Latent.zeros(SHAPE)).limit(6).toList();
        when(laboratory.states(strong)).thenReturn(states);
        when(laboratory.resume(any(), anyInt(), any()))
                .thenAnswer(call -> shot(call.<GenerationRequest>getArgument(0)));
        EarlyOrLate experiment = new EarlyOrLate();
        Case subject = subject(strong, SigmaSchedule.of(10, 8, 6, 4, 2, 1, 0));
        assertThat(experiment.obstacle(subject)).isEmpty();
        assertThat(experiment.run(subject, laboratory))
                .singleElement()
                .satisfies(evidence -> assertThat(evidence.statement())
                        .contains("from step 4 on")
                        .endsWith("they burn late"));
        verify(laboratory).resume(strong.toBuilder().cfgScale(3).build(), 3, states.get(2));
        doAnswer(call -> shot(strong)).when(laboratory).resume(any(), anyInt(), any());
        assertThat(experiment.run(subject, laboratory).get(0).statement()).endsWith("they burn early");
        assertThat(experiment.obstacle(subject(strong)))
                .as("one step has no middle")
                .isPresent();
    }
}
