package dev.darkroom.diagnostics.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.diagnosis.BudgetSpentException;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Effort;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.generation.StepRecord;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Runs whose quality is a formula of their request, for experiments that compare runs. */
abstract class FormulaRuns {

    static final Shape SHAPE = new Shape(1, 2, 8, 8);

    final Laboratory laboratory = mock(Laboratory.class);
    final GenerationService service = mock(GenerationService.class);
    final List<GenerationRequest> made = new ArrayList<>();
    final Cancellation cancellation = new Cancellation();

    /** How far a run ends from the picture of its seed. */
    ToDoubleFunction<GenerationRequest> distance = request -> 0;

    ToDoubleFunction<GenerationRequest> alignment = request -> 0.9;
    ToDoubleFunction<GenerationRequest> contrast = request -> 0.3;
    ToDoubleFunction<GenerationRequest> change = request -> 0.03;
    ToDoubleFunction<GenerationRequest> noise = request -> 0;
    int budget = 1000;
    Effort effort = Effort.NORMAL;
    List<ModelCard> models = List.of();
    boolean distilled;
    Map<String, String> files = Map.of("vae_decoder/model.onnx", "aa");

    FormulaRuns() {
        when(laboratory.bench()).thenReturn(service);
        when(laboratory.cancellation()).thenReturn(cancellation);
        when(laboratory.shoot(any())).thenAnswer(call -> {
            GenerationRequest request = call.getArgument(0);
            if (!made.contains(request)) {
                if (made.size() >= budget) {
                    throw new BudgetSpentException("no picture is left");
                }
                made.add(request);
            }
            return shot(request);
        });
    }

    Shot shot(GenerationRequest request) {
        Random content = new Random(request.seed());
        Random error = new Random(31 * request.seed() + 5);
        double far = distance.applyAsDouble(request);
        Latent latent = Latent.generate(SHAPE, i -> (float) (content.nextGaussian() + far * error.nextGaussian()));
        float[] planes = new float[3 * 64];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (float) (0.5 + contrast.applyAsDouble(request) * Math.signum(i % 3 - 1));
        }
        StepRecord.Statistics some = new StepRecord.Statistics(0, 1, 3, 0);
        StepRecord step = new StepRecord(
                0,
                1,
                0,
                1,
                some,
                some,
                0.1,
                change.applyAsDouble(request) * (1 + 0.01 * request.seed()),
                0,
                0,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                1);
        GenerationResult base = dev.darkroom.diagnostics.plan.Results.of(request, latent);
        GenerationResult result = new GenerationResult(
                request,
                0,
                request.seed(),
                Picture.of(8, 8, planes),
                latent,
                List.of(),
                new Inspected(Map.of(Symptom.NOISE, noise.applyAsDouble(request)), List.of()),
                new GenerationTrace(List.of(step), request.steps(), List.of(), 5, 24, Optional.empty()),
                base.provenance());
        double aligned = alignment.applyAsDouble(request);
        return new Shot(
                "shot",
                "made",
                result,
                Double.isNaN(aligned) ? OptionalDouble.empty() : OptionalDouble.of(aligned - 0.001 * request.seed()));
    }

    static GenerationRequest.Builder ask() {
        return GenerationRequest.of("a cat")
                .seed(3)
                .sampler(Choice.of("euler"))
                .steps(20)
                .cfgScale(3);
    }

    Case subject(GenerationRequest request) {
        return subject(request, SigmaSchedule.of(1, 0));
    }

    Case subject(GenerationRequest request, SigmaSchedule sigmas) {
        Shot shot = shot(request);
        return new Case(
                new Question(request, Optional.empty(), Optional.empty(), effort, effort.pictures()),
                setup(request, request.steps(), sigmas),
                shot,
                shot.result().inspected().scores().getOrDefault(Symptom.NOISE, 0.0) > 0.5
                        ? Optional.of(Symptom.NOISE)
                        : Optional.empty(),
                models,
                List.of());
    }

    ModelBench.Setup setup(GenerationRequest request, int evaluations) {
        return setup(request, evaluations, SigmaSchedule.of(1, 0));
    }

    private ModelBench.Setup setup(GenerationRequest request, int evaluations, SigmaSchedule sigmas) {
        return new ModelBench.Setup(
                request,
                card("model", distilled),
                request.width().orElse(64),
                request.height().orElse(64),
                DiffusionProcess.flow(),
                sigmas,
                Workload.of(request.steps(), evaluations),
                files);
    }

    static ModelCard card(String id, boolean distilled) {
        return ModelCard.of(id, Path.of(id))
                .loader("loader")
                .pipeline("test")
                .size(64, 64)
                .latent(2, 8)
                .distilled(distilled)
                .maxTokens(24)
                .weights(Weights.EMA, Weights.RAW)
                .precisions(Precision.FP32, Precision.INT8)
                .defaults(Map.of("cfg-scale", "3", "schedule", "karras"))
                .build();
    }

    Evidence run(Experiment experiment, GenerationRequest request) {
        Case subject = subject(request);
        assertThat(experiment.obstacle(subject)).isEmpty();
        List<Evidence> evidence = experiment.run(subject, laboratory);
        assertThat(evidence).hasSize(1);
        assertThat(experiment.causes()).contains(evidence.get(0).cause());
        return evidence.get(0);
    }
}
