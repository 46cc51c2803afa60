package dev.darkroom.diagnostics.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Effort;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.ModelCard;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PlannerTest {

    private final Case subject = new Case(
            Question.of(GenerationRequest.of("a cat").build()),
            new ModelBench.Setup(
                    GenerationRequest.of("a cat").build(),
                    mock(ModelCard.class),
                    8,
                    8,
                    dev.darkroom.api.sampling.DiffusionProcess.flow(),
                    dev.darkroom.api.sampling.SigmaSchedule.of(1, 0),
                    dev.darkroom.api.sampling.Workload.of(1, 1),
                    java.util.Map.of()),
            new Shot("shot-1", "as asked", result(), OptionalDouble.empty()),
            Optional.empty(),
            List.of(),
            List.of());

    private static GenerationResult result() {
        return Results.of(GenerationRequest.of("a cat").build(), Latent.zeros(new Shape(1, 1, 1, 1)));
    }

    static Experiment experiment(int pictures, double promise) {
        Experiment experiment = mock(Experiment.class);
        when(experiment.obstacle(any())).thenReturn(Optional.empty());
        when(experiment.pictures(any())).thenReturn(pictures);
        when(experiment.promise(any())).thenReturn(promise);
        return experiment;
    }

    private Optional<Experiment> next(Effort effort, boolean likely, Experiment... all) {
        return new Planner(effort).next(List.of(all), subject, likely).map(Planner.Choice::experiment);
    }

    @Test
    void whatCostsNothingComesFirst() {
        Experiment free = experiment(0, 0.5);
        Experiment dear = experiment(15, 0.95);
        assertThat(next(Effort.NORMAL, false, dear, free)).contains(free);
    }

    @Test
    void amongEquallyDearTheMorePromisingComesFirst() {
        Experiment dull = experiment(8, 0.3);
        Experiment promising = experiment(8, 0.9);
        assertThat(next(Effort.NORMAL, false, dull, promising)).contains(promising);
    }

    @Test
    void onceACauseIsLikelyOnlySuspectsGoOn() {
        Experiment idle = experiment(1, 0.4);
        assertThat(next(Effort.NORMAL, true, idle)).isEmpty();
        assertThat(next(Effort.NORMAL, true, experiment(15, 0.9))).isPresent();
    }

    @Test
    void whatPromisesLittleIsLeftToTheThorough() {
        Experiment unlikely = experiment(1, 0.05);
        assertThat(next(Effort.NORMAL, false, unlikely)).isEmpty();
        assertThat(next(Effort.THOROUGH, false, unlikely)).contains(unlikely);
    }

    @Test
    void hostileAnswersAreTakenForNothing() {
        Experiment throwing = mock(Experiment.class);
        when(throwing.obstacle(any())).thenThrow(new IllegalStateException("boom"));
        assertThat(Planner.offer(throwing, subject).obstacle())
                .hasValueSatisfying(why -> assertThat(why).contains("boom"));
        Planner.Offer lying = Planner.offer(experiment(Integer.MIN_VALUE, Double.NaN), subject);
        assertThat(lying.pictures()).isZero();
        assertThat(lying.promise()).isZero();
        assertThat(Planner.offer(experiment(Integer.MAX_VALUE, 9e9), subject).promise())
                .isEqualTo(1);
    }
}
