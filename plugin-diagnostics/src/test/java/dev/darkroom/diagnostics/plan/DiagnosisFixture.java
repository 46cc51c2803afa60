package dev.darkroom.diagnostics.plan;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.diagnosis.DiagnosisObserver;
import dev.darkroom.api.diagnosis.Effort;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;

/** Diagnoses over a service that makes grey pictures, with experiments made of functions. */
abstract class DiagnosisFixture {

    static final Shape SHAPE = new Shape(1, 1, 2, 2);
    static final GenerationRequest ASKED =
            GenerationRequest.of("a cat").steps(4).seed(7).build();

    final GenerationService service = mock(GenerationService.class);
    final Cancellation cancellation = new Cancellation();

    @BeforeEach
    void pictures() {
        when(service.generate(any(), any(), any()))
                .thenAnswer(call -> List.of(Results.of(call.getArgument(0), Latent.zeros(SHAPE))));
        when(service.alignment(any(), any())).thenReturn(OptionalDouble.of(0.5));
        when(service.setup(any()))
                .thenReturn(new ModelBench.Setup(
                        ASKED,
                        mock(ModelCard.class),
                        8,
                        8,
                        DiffusionProcess.flow(),
                        SigmaSchedule.of(1, 0),
                        Workload.of(1, 1),
                        Map.of()));
    }

    static Experiment experiment(String id, int pictures, BiFunction<Case, Laboratory, List<Evidence>> body) {
        return new Experiment() {
            @Override
            public ExtensionInfo info() {
                return ExtensionInfo.of(id, id, "tests");
            }

            @Override
            public String factor() {
                return "steps";
            }

            @Override
            public Set<String> causes() {
                return Set.of("too-few-steps");
            }

            @Override
            public int pictures(Case subject) {
                return pictures;
            }

            @Override
            public double promise(Case subject) {
                return 0.9;
            }

            @Override
            public Optional<String> obstacle(Case subject) {
                return Optional.empty();
            }

            @Override
            public List<Evidence> run(Case subject, Laboratory laboratory) {
                return body.apply(subject, laboratory);
            }

            @Override
            public Optional<GenerationRequest> cure(Case subject, String cause) {
                return Optional.of(steps(40));
            }
        };
    }

    static GenerationRequest steps(int steps) {
        return ASKED.toBuilder().steps(steps).build();
    }

    Diagnosis diagnose(Question question, Experiment... experiments) {
        return new ExperimentalDiagnostician()
                .diagnose(question, service, List.of(experiments), DiagnosisObserver.NONE, cancellation);
    }

    static Question question(int budget) {
        return new Question(ASKED, Optional.empty(), Optional.empty(), Effort.NORMAL, budget);
    }

    static List<Evidence> proof() {
        return List.of(Evidence.of("too-few-steps", Bearing.PROVES, 0.9, "seen"));
    }
}
