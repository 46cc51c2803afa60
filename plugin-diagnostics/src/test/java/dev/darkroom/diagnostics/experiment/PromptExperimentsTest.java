package dev.darkroom.diagnostics.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.picture.Picture;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Prompts and seeds. */
class PromptExperimentsTest extends FormulaRuns {

    @Test
    void aSymptomThatFollowsThePromptIsSaidSo() {
        when(service.samples(any()))
                .thenReturn(List.of(
                        new ModelBench.Sample("a cat", Picture.of(8, 8, new float[192])),
                        new ModelBench.Sample("", Picture.of(8, 8, new float[192])),
                        new ModelBench.Sample("a panda", Picture.of(8, 8, new float[192]))));
        noise = request -> request.prompt().equals("a cat") ? 0.9 : 0.1;
        assertThat(run(new OtherPrompts(), ask().build()).bearing()).isEqualTo(Bearing.SUGGESTS);
        assertThat(made)
                .hasSize(3)
                .first()
                .extracting(GenerationRequest::prompt)
                .isEqualTo("a panda");
        assertThat(made)
                .allMatch(request -> request.toBuilder().prompt("a cat").build().equals(ask().build()));
        noise = request -> 0.9;
        assertThat(run(new OtherPrompts(), ask().build()).bearing()).isEqualTo(Bearing.EXCLUDES);
        assertThat(run(new OtherSeeds(), ask().build()).bearing()).isEqualTo(Bearing.EXCLUDES);
        noise = request -> request.seed() == 3 ? 0.9 : 0.1;
        assertThat(run(new OtherSeeds(), ask().build()).bearing()).isEqualTo(Bearing.SUGGESTS);
    }

    @Test
    void aClauseThatIsShownBetterAloneIsNoProof() {
        alignment = request -> request.prompt().equals("a cat") ? 0.9 : 0.2;
        when(service.alignment(any(), any())).thenReturn(OptionalDouble.of(0.2));
        Case subject =
                subject(ask().prompt("a cat, on a gradient from orange to pink").build());
        List<Evidence> evidence = new SimplerPrompt().run(subject, laboratory);
        assertThat(evidence).hasSize(1);
        assertThat(evidence.get(0).bearing()).isEqualTo(Bearing.SUGGESTS);
        assertThat(made).as("one pair").hasSize(2);
    }

    @Test
    void aNegativePromptThatWorksAgainstThePromptIsNamed() {
        alignment = request -> request.negativePrompt().isEmpty() ? 0.9 : 0.4;
        GenerationRequest asked = ask().negativePrompt("a cat").build();
        NegativePromptOff experiment = new NegativePromptOff();
        assertThat(run(experiment, asked).bearing()).isEqualTo(Bearing.SUPPORTS);
        assertThat(experiment.cure(subject(asked), Causes.NEGATIVE_PROMPT))
                .hasValueSatisfying(cure -> assertThat(cure.negativePrompt()).isEmpty());
        alignment = request -> 0.9;
        assertThat(run(experiment, asked).bearing()).isEqualTo(Bearing.EXCLUDES);
        assertThat(experiment.obstacle(subject(ask().build()))).isPresent();
        assertThat(experiment.promise(subject(asked)))
                .as("it speaks of what is wanted")
                .isGreaterThan(Experiment.SUSPECT);
        GenerationRequest usual = ask().negativePrompt("blurry, watermark").build();
        assertThat(experiment.promise(subject(usual))).isLessThan(Experiment.SUSPECT);
    }

    @Test
    void whatNobodySeesCannotBeAbsentElsewhere() {
        assertThat(new OtherSeeds().obstacle(subject(ask().build()))).isPresent();
        assertThat(new OtherPrompts().obstacle(subject(ask().build()))).isPresent();
    }
}
