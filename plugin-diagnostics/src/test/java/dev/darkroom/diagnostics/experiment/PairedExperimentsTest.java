package dev.darkroom.diagnostics.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.BudgetSpentException;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.Decoding;
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
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Experiments that compare runs, over runs whose quality is a formula of their request. */
class PairedExperimentsTest {

    private static final Shape SHAPE = new Shape(1, 2, 8, 8);

    private final Laboratory laboratory = mock(Laboratory.class);
    private final GenerationService service = mock(GenerationService.class);
    private final List<GenerationRequest> made = new ArrayList<>();
    private final Cancellation cancellation = new Cancellation();

    /** How far a run ends from the picture of its seed. */
    private ToDoubleFunction<GenerationRequest> distance = request -> 0;

    private ToDoubleFunction<GenerationRequest> alignment = request -> 0.9;
    private ToDoubleFunction<GenerationRequest> contrast = request -> 0.3;
    private ToDoubleFunction<GenerationRequest> change = request -> 0.03;
    private ToDoubleFunction<GenerationRequest> noise = request -> 0;
    private int budget = 1000;

    PairedExperimentsTest() {
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

    private Shot shot(GenerationRequest request) {
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

    private static GenerationRequest.Builder ask() {
        return GenerationRequest.of("a cat")
                .seed(3)
                .sampler(Choice.of("euler"))
                .steps(20)
                .cfgScale(3);
    }

    private Case subject(GenerationRequest request) {
        Shot shot = shot(request);
        return new Case(
                Question.of(request),
                setup(request, request.steps()),
                shot,
                shot.result().inspected().scores().getOrDefault(Symptom.NOISE, 0.0) > 0.5
                        ? Optional.of(Symptom.NOISE)
                        : Optional.empty(),
                List.of());
    }

    private static ModelBench.Setup setup(GenerationRequest request, int evaluations) {
        ModelCard card = new ModelCard(
                "model",
                Path.of("model"),
                "loader",
                "test",
                64,
                64,
                2,
                8,
                PredictionType.EPSILON,
                false,
                24,
                Set.of(Weights.EMA, Weights.RAW),
                Set.of(Precision.FP32),
                Map.of("cfg-scale", "3", "schedule", "karras"));
        return new ModelBench.Setup(
                request,
                card,
                request.width().orElse(64),
                request.height().orElse(64),
                DiffusionProcess.flow(),
                SigmaSchedule.of(1, 0),
                Workload.of(request.steps(), evaluations),
                Map.of());
    }

    private Evidence run(Experiment experiment, GenerationRequest request) {
        Case subject = subject(request);
        assertThat(experiment.obstacle(subject)).isEmpty();
        List<Evidence> evidence = experiment.run(subject, laboratory);
        assertThat(evidence).hasSize(1);
        assertThat(experiment.causes()).contains(evidence.get(0).cause());
        return evidence.get(0);
    }

    @Test
    void fewStepsFarFromTheirLimitAreTooFew() {
        distance = request -> 1.2 / request.steps();
        GenerationRequest asked = ask().steps(4).build();
        Evidence evidence = run(new StepsLadder(), asked);
        assertThat(evidence.bearing()).isEqualTo(Bearing.SUPPORTS);
        assertThat(evidence.effect()).hasValueSatisfying(effect -> {
            assertThat(effect.deltas()).hasSize(8);
            assertThat(effect.high()).isNegative();
        });
        assertThat(made)
                .allMatch(
                        request -> request.toBuilder().seed(3).steps(4).build().equals(asked));
        assertThat(evidence.measures()).containsEntry("sufficient steps", 10.0);
    }

    @Test
    void aConvergedRunIsScreenedWithOnePair() {
        distance = request -> 0.1 / request.steps();
        Evidence evidence = run(new StepsLadder(), ask().build());
        assertThat(evidence.bearing()).isEqualTo(Bearing.DOUBTS);
        assertThat(made).hasSize(2);
    }

    @Test
    void fewStepsThatAreAtTheirLimitAreExcluded() {
        Evidence evidence = run(new StepsLadder(), ask().steps(4).build());
        assertThat(evidence.bearing()).isEqualTo(Bearing.EXCLUDES);
        assertThat(evidence.effect())
                .hasValueSatisfying(effect -> assertThat(effect.equivalent()).isTrue());
    }

    @Test
    void manyStepsFarFromTheirLimitAreNotCalledTooFew() {
        distance = request -> 8.0 / request.steps();
        assertThat(run(new StepsLadder(), ask().build()).bearing()).isEqualTo(Bearing.SUGGESTS);
    }

    @Test
    void stepsThatNobodySawSufficeAreNotPromised() {
        distance = request -> request.steps() >= 20 ? 0 : 0.5;
        Evidence evidence = run(new StepsLadder(), ask().steps(4).build());
        assertThat(evidence.bearing()).isEqualTo(Bearing.SUPPORTS);
        assertThat(evidence.measures()).isEmpty();
        assertThat(evidence.statement()).doesNotContain("suffice");
    }

    @Test
    void distancesAroundTheMarginAreNoCertainty() {
        distance = request -> request.steps() >= 20 ? 0 : 0.02 * (request.seed() % 8 + 1);
        assertThat(run(new StepsLadder(), ask().steps(4).build()).bearing()).isEqualTo(Bearing.SUGGESTS);
    }

    @Test
    void aPairedExperimentKeepsToWhatItDeclares() {
        distance = request -> 1.2 / request.steps();
        for (int steps : new int[] {4, 14, 20}) {
            GenerationRequest asked = ask().steps(steps).build();
            made.clear();
            made.add(asked);
            run(new StepsLadder(), asked);
            assertThat(made.size() - 1).isLessThanOrEqualTo(new StepsLadder().mostPictures(subject(asked)));
        }
    }

    @Test
    void pairsWhoseAlignmentNobodyKnowsSayNothing() {
        alignment = request -> request.negativePrompt().isEmpty() ? Double.NaN : 0.2;
        GenerationRequest asked = ask().negativePrompt("dogs").build();
        assertThat(run(new NegativePromptOff(), asked).bearing()).isEqualTo(Bearing.DOUBTS);
    }

    @Test
    void guidanceIsChangedByItsScaleAlone() {
        GenerationRequest asked =
                ask().guidance(Choice.of("rescale")).cfgScale(14).build();
        assertThat(new GuidanceDown().cure(subject(asked), Causes.GUIDANCE_STRONG))
                .contains(asked.toBuilder().cfgScale(3).build());
    }

    @Test
    void stepsOfARandomPathCannotBeCompared() {
        GenerationRequest asked = ask().sampler(Choice.of("euler_a")).build();
        assertThat(new StepsLadder().obstacle(subject(asked))).isPresent();
        assertThat(new SolverSwap().obstacle(subject(asked))).isPresent();
    }

    @Test
    void aSolverThatOvershootsIsNamed() {
        distance =
                request -> request.steps() >= 20 ? 0 : request.sampler().name().equals("euler") ? 0.3 : 1;
        GenerationRequest asked = ask().sampler(Choice.of("dpmpp_2m")).steps(4).build();
        assertThat(run(new SolverSwap(), asked).bearing()).isEqualTo(Bearing.SUPPORTS);
        distance =
                request -> request.steps() >= 20 ? 0 : request.sampler().name().equals("euler") ? 0.5 : 0.3;
        made.clear();
        assertThat(run(new SolverSwap(), asked).bearing()).isEqualTo(Bearing.DOUBTS);
        assertThat(made).hasSize(3);
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
    void etaAboveOneThatUnsettlesIsNamed() {
        change =
                request -> 0.05 * Double.parseDouble(request.sampler().options().getOrDefault("eta", "0"));
        GenerationRequest asked =
                ask().sampler(new Choice("euler_a", Map.of("eta", "2"))).build();
        NoiseOnTheWay experiment = new NoiseOnTheWay();
        assertThat(run(experiment, asked).bearing()).isEqualTo(Bearing.SUPPORTS);
        assertThat(experiment.cure(subject(asked), Causes.ANCESTRAL_NOISE))
                .hasValueSatisfying(cure -> assertThat(cure.sampler().options()).containsEntry("eta", "1"));
    }

    @Test
    void aSizeThatLosesThePromptIsNamed() {
        alignment = request -> request.width().orElse(64) > 64 ? 0.5 : 0.9;
        assertThat(run(new NativeSize(), ask().size(128, 128).build()).bearing())
                .isEqualTo(Bearing.SUPPORTS);
        assertThat(new NativeSize().obstacle(subject(ask().build()))).isPresent();
    }

    @Test
    void whatTheBudgetAllowsIsToldWithoutCertainty() {
        contrast = request -> 0.1 * request.cfgScale();
        budget = 6;
        Evidence evidence = run(new GuidanceDown(), ask().cfgScale(14).build());
        assertThat(evidence.bearing()).isEqualTo(Bearing.SUGGESTS);
        assertThat(evidence.effect())
                .hasValueSatisfying(effect -> assertThat(effect.deltas()).hasSize(3));
    }

    @Test
    void tilesThatShowAreProvenByDecodingOnceMore() {
        float[] whole = new float[3 * 64];
        Arrays.fill(whole, 0.25f);
        when(service.decode(any(), any(), any())).thenReturn(Picture.of(8, 8, whole));
        GenerationRequest tiled = ask().decoding(new Decoding(32, 0)).build();
        TiledDecoding experiment = new TiledDecoding();
        assertThat(run(experiment, tiled).bearing()).isEqualTo(Bearing.PROVES);
        assertThat(experiment.cure(subject(tiled), Causes.TILED_DECODING))
                .hasValueSatisfying(cure -> assertThat(cure.decoding()).isEqualTo(Decoding.WHOLE));
        assertThat(run(experiment, ask().build()).bearing()).isEqualTo(Bearing.EXCLUDES);
    }

    @Test
    void samplersAreComparedAtEqualEvaluations() {
        when(service.samplers())
                .thenReturn(Stream.of("euler", "heun", "dpmpp_2m")
                        .map(id -> ExtensionInfo.of(id, id, "tests"))
                        .toList());
        when(service.setup(any())).thenAnswer(call -> {
            GenerationRequest request = call.getArgument(0);
            int steps = request.steps();
            return setup(request, request.sampler().name().equals("heun") ? 2 * steps - 1 : steps);
        });
        distance =
                request -> request.steps() > 20 ? 0 : request.sampler().name().equals("heun") ? 0.5 : 0.1;
        GenerationRequest asked = ask().steps(11).build();
        Evidence evidence = run(new SamplersAtEqualCost(), asked);
        assertThat(evidence.measures()).containsOnlyKeys("euler", "heun", "dpmpp_2m");
        assertThat(evidence.measures().get("heun"))
                .isGreaterThan(2 * evidence.measures().get("dpmpp_2m"));
        assertThat(made)
                .extracting(request -> request.sampler().name() + " " + request.steps())
                .containsExactly("euler 44", "heun 6", "dpmpp_2m 11");
    }

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
}
