package dev.darkroom.diagnostics.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyDouble;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.generation.ModelBench.Sample;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import dev.darkroom.diagnostics.plan.Results;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A model that is exact for unit normal latents: {@code E[x0 | x] = x / (1 + sigma^2)}. It was trained to predict v under Stable
 * Diffusion's betas; what its folder claims, and what is broken in it, a test decides.
 */
final class GaussianModel {

    static final int SIDE = 32;
    private static final int FACTOR = 4;
    private static final DiffusionProcess TRAINED = process(PredictionType.V, BetaSchedule.SCALED_LINEAR);

    final GenerationService service = mock(GenerationService.class);
    final Laboratory laboratory = mock(Laboratory.class);
    DiffusionProcess claimed = TRAINED;
    double latentScale = 1;
    double rawError;
    double averageError;
    double int8Error;
    /** An error at noise below 0.5 only. */
    double fineError;

    /** How far a caption moves the estimate towards its picture. */
    double hearing = 0.5;

    /** Whether the network errs where it is told another noise level than there is. */
    boolean hearsNoiseLevel = true;

    boolean deaf;
    boolean sameFiles;
    boolean swapped;
    boolean blurred;
    boolean otherBlurred;
    List<ModelCard> models = List.of();
    int samples = 8;
    Map<String, Double> measures = Map.of(ModelCard.DECODER_LOSS, 0.05);
    GenerationRequest request = GenerationRequest.of("a cat").build();
    List<Evidence> known = List.of();

    static DiffusionProcess process(PredictionType type, BetaSchedule schedule) {
        return DiffusionProcess.discrete(
                type,
                BetaSchedule.cumulativeProducts(
                        schedule == BetaSchedule.SCALED_LINEAR
                                ? schedule.betas(1000, 0.00085, 0.012)
                                : schedule.betas(1000, 1e-4, 0.02)));
    }

    GaussianModel() {
        when(laboratory.bench()).thenReturn(service);
        when(laboratory.cancellation()).thenReturn(new Cancellation());
        when(service.samples(any())).thenAnswer(call -> samples().subList(0, samples));
        when(service.setup(any())).thenAnswer(call -> setup(call.getArgument(0)));
        when(service.encode(any(), any(), any())).thenAnswer(call -> encode(call.getArgument(1)));
        when(service.decode(any(), any(), any())).thenAnswer(call -> decode(call.getArgument(0), call.getArgument(1)));
        when(service.denoise(any(), any(), anyDouble(), any()))
                .thenAnswer(call -> denoise(call.getArgument(0), call.getArgument(1), call.getArgument(2)));
    }

    /** Returns the strongest bearing of what a lint that can be made says of each cause. */
    Map<String, Bearing> bearings(Experiment lint) {
        assertThat(lint.obstacle(subject())).isEmpty();
        assertThat(lint.pictures(subject())).isZero();
        known = lint.run(subject(), laboratory);
        assertThat(lint.causes())
                .containsAll(known.stream()
                        .map(Evidence::cause)
                        .filter(cause -> !cause.equals(Causes.FP16_DECODER))
                        .toList());
        return known.stream()
                .collect(Collectors.toMap(
                        Evidence::cause,
                        Evidence::bearing,
                        (a, b) -> Math.abs(a.weight()) > Math.abs(b.weight()) ? a : b));
    }

    Case subject() {
        ModelBench.Setup setup = setup(request);
        return new Case(
                Question.of(request),
                setup,
                new Shot("shot-1", "as asked", Results.of(request, Latent.zeros(shape())), OptionalDouble.empty()),
                Optional.empty(),
                models,
                known);
    }

    private static Shape shape() {
        return new Shape(1, 3, SIDE / FACTOR, SIDE / FACTOR);
    }

    private ModelBench.Setup setup(GenerationRequest of) {
        boolean raw = of.weights() == Weights.RAW && !sameFiles;
        return new ModelBench.Setup(
                of,
                card("gauss"),
                SIDE,
                SIDE,
                of.process().apply(claimed),
                SigmaSchedule.of(10, 5, 0),
                Workload.of(2, 2),
                Map.of(of.weights() == Weights.RAW ? "model.non_ema.onnx" : "model.onnx", raw ? "bb" : "aa"));
    }

    ModelCard card(String id) {
        return ModelCard.of(id, Path.of(id))
                .loader("loader")
                .pipeline("test")
                .size(SIDE, SIDE)
                .latent(3, FACTOR)
                .prediction(claimed.prediction())
                .maxTokens(24)
                .weights(Weights.EMA, Weights.RAW)
                .precisions(Precision.FP32, Precision.INT8)
                .defaults(Map.of("cfg-scale", "3"))
                .measures(measures)
                .build();
    }

    private static List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (int k = 0; k < 8; k++) {
            Random random = new Random(k);
            float[] planes = new float[3 * SIDE * SIDE];
            float[] cells = new float[3 * SIDE * SIDE / FACTOR / FACTOR];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = (float) (0.5 + 0.12 * random.nextGaussian());
            }
            for (int i = 0; i < planes.length; i++) {
                int row = i / SIDE % SIDE / FACTOR;
                planes[i] = cells[(i / (SIDE * SIDE) * (SIDE / FACTOR) + row) * (SIDE / FACTOR) + i % SIDE / FACTOR];
            }
            samples.add(new Sample("picture " + k, Picture.of(SIDE, SIDE, planes)));
        }
        return samples;
    }

    /** Means of blocks, centred and scaled to unit deviation. */
    private Latent encode(Picture picture) {
        return Latent.generate(shape(), i -> {
            int w = SIDE / FACTOR;
            float sum = 0;
            for (int k = 0; k < FACTOR * FACTOR; k++) {
                sum += picture.at(i / (w * w), i % w * FACTOR + k % FACTOR, i / w % w * FACTOR + k / FACTOR);
            }
            return (float) (latentScale * (sum / FACTOR / FACTOR - 0.5) / 0.12);
        });
    }

    private Picture decode(GenerationRequest of, Latent latent) {
        float[] planes = new float[3 * SIDE * SIDE];
        int w = SIDE / FACTOR;
        for (int i = 0; i < planes.length; i++) {
            int channel = i / (SIDE * SIDE);
            int row = i / SIDE % SIDE / FACTOR;
            int column = i % SIDE / FACTOR;
            int from = swapped ? 2 - channel : channel;
            float value = latent.at(0, from, row, column);
            if (of.model().isPresent() ? otherBlurred : blurred) {
                value = (value + latent.at(0, from, row, (column + 1) % w)) / 2;
            }
            planes[i] = (float) (0.5 + 0.12 * value / latentScale);
        }
        return Picture.of(SIDE, SIDE, planes);
    }

    private Denoised denoise(GenerationRequest of, Latent x, double sigma) {
        DiffusionProcess believed = of.process().apply(claimed);
        double c = believed.inputScale(sigma);
        // The network sees the scaled state and a timestep, and knows of its own betas only.
        double heard = TRAINED.sigma(Math.min(999, believed.timestep(sigma)));
        double own = TRAINED.inputScale(heard);
        Latent state = x.times(c / own);
        double error = of.weights() == Weights.RAW ? rawError : averageError;
        error += of.precision() == Precision.INT8 ? int8Error : 0;
        double shift = deaf || of.prompt().isEmpty() ? 0 : hearing;
        Random random = new Random(99_991);
        // Told another noise level than there is, a network errs.
        error += sigma < 0.5 ? fineError : 0;
        double mistake = error + (hearsNoiseLevel ? Math.abs(Math.log(heard / sigma)) : 0);
        Latent x0 = Latent.generate(
                x.shape(), i -> (float) (state.at(i) / (1 + heard * heard) + mistake * random.nextGaussian()));
        Latent v = Latent.sum(own / heard, state, -1 / (own * heard), x0);
        Latent read = switch (believed.prediction()) {
            case V -> Latent.sum(c * c, x, -c * sigma, v);
            case EPSILON, FLOW -> x.plus(-sigma, v);
            case SAMPLE -> v;
        };
        Latent shifted = shift == 0 || !x.shape().equals(shape()) ? read : prompted(read, of.prompt(), shift);
        return new Denoised(shifted, shifted, Optional.empty());
    }

    /** A caption tells a little of its picture: the estimate moves towards it. */
    private Latent prompted(Latent estimate, String prompt, double share) {
        if (!prompt.startsWith("picture ")) {
            return estimate.plus(share, Latent.generate(estimate.shape(), i -> i % 2));
        }
        Latent truth =
                encode(samples().get(Integer.parseInt(prompt.substring(8))).picture());
        return Latent.sum(1 - share, estimate, share, truth);
    }
}
