package dev.darkroom.host.pipeline;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.lenient;
import static org.mockito.Mockito.mock;

import dev.darkroom.api.Described;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.alignment.PromptScorer;
import dev.darkroom.api.generation.GenerationListener;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.inspection.CauseAdvisor;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.inspection.StyleClassifier;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.model.DiffusionModel;
import dev.darkroom.api.model.LatentCodec;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.api.model.NoisePredictor;
import dev.darkroom.api.model.PromptEmbedding;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.host.digest.Digests;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.PluginKnowledge;
import dev.darkroom.host.plugin.Registered;
import dev.darkroom.host.plugin.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A pipeline among neighbours that a test can spoil one by one. The network is exact for data of one point (every value
 * 0.25), so that any solver ends there.
 */
final class Neighbours {

    static final float TARGET = 0.25f;

    final List<Integer> batchSizes = new ArrayList<>();
    Sampler sampler = new LineSampler();
    Guidance guidance = new LinearGuidance();
    NoiseSource noise = new JavaNoise();
    NoiseSchedule schedule = new Line();
    NoisePredictor network = this::epsilon;
    LatentCodec codec = new Codec();
    List<PostCheck> inspectors = List.of();
    List<GenerationListener> listeners = List.of();
    List<CauseAdvisor> advisors = List.of();
    Duration patience = Duration.ofSeconds(30);

    static final DiffusionProcess PROCESS = DiffusionProcess.discrete(
            PredictionType.EPSILON,
            BetaSchedule.cumulativeProducts(BetaSchedule.SCALED_LINEAR.betas(1000, 0.00085, 0.012)));

    /** Returns a small request, to be changed. */
    static GenerationRequest.Builder request() {
        return GenerationRequest.of("a point").steps(4).seed(7);
    }

    /** Makes the pictures of a request in a pipeline of its own. */
    List<GenerationResult> generate(GenerationRequest.Builder request) {
        try (Pipeline pipeline = pipeline()) {
            return pipeline.generate(request.build(), GenerationObserver.NONE, new Cancellation());
        }
    }

    Pipeline pipeline() {
        PluginHost plugins = mock(PluginHost.class);
        register(plugins, Sampler.class, List.of(sampler));
        register(plugins, NoiseSchedule.class, List.of(schedule));
        register(plugins, Guidance.class, List.of(guidance));
        register(plugins, NoiseSource.class, List.of(noise));
        register(plugins, PostCheck.class, inspectors);
        register(plugins, StyleClassifier.class, List.of());
        register(plugins, GenerationListener.class, listeners);
        register(plugins, CauseAdvisor.class, advisors);
        register(plugins, StyleClassifier.class, List.of());
        register(plugins, PromptScorer.class, List.of());
        register(plugins, ModelLoader.class, List.of(new Loader()));
        ModelStore models = mock(ModelStore.class);
        lenient().when(models.find(any())).thenReturn(CARD);
        InferenceRuntime runtime = mock(InferenceRuntime.class);
        lenient().when(runtime.device()).thenReturn("cpu");
        lenient().when(runtime.version()).thenReturn("none 0");
        ForeignCall calls = new ForeignCall(Duration.ofMillis(500));
        PictureInspector inspector =
                new PictureInspector(plugins, calls, runtime, List.of(), new PluginKnowledge(plugins, calls));
        return new Pipeline(
                plugins,
                models,
                runtime,
                inspector,
                folder -> List.of(),
                calls,
                Digests.ofThisProcess(),
                "test",
                Map::of,
                patience);
    }

    private static <T extends Described> void register(PluginHost plugins, Class<T> point, List<T> extensions) {
        @SuppressWarnings("unchecked")
        Registry<T> registry = mock(Registry.class);
        List<Registered<T>> all = extensions.stream()
                .map(each -> new Registered<>(
                        each, each.info(), "plugin-" + each.info().id(), "1.0.0", "00"))
                .toList();
        lenient().when(registry.all()).thenReturn(all);
        lenient().when(registry.ids()).thenAnswer(call -> all.stream().map(Registered::id));
        if (!all.isEmpty()) {
            lenient().when(registry.get(anyString())).thenReturn(all.get(0));
            lenient().when(registry.find(anyString())).thenReturn(new Registry.Found<>(all.get(0), Map.of()));
        }
        lenient().when(plugins.registry(point)).thenReturn(registry);
    }

    /** The exact epsilon of one-point data: {@code (x - x0) / sigma} in the canonical space. */
    Latent epsilon(Latent input, double timestep, List<PromptEmbedding> prompts, Cancellation cancellation) {
        batchSizes.add(input.shape().n());
        double sigma = PROCESS.sigma(timestep);
        double scale = PROCESS.inputScale(sigma);
        return Latent.generate(input.shape(), i -> (float) ((input.at(i) / scale - TARGET) / sigma));
    }

    static final ModelCard CARD = ModelCard.of("point", Path.of("point"))
            .loader("loader")
            .size(16, 16)
            .latent(2, 4)
            .maxTokens(8)
            .build();

    private final class Loader implements ModelLoader {
        @Override
        public ExtensionInfo info() {
            return ExtensionInfo.of("loader", "Loader", "Loads the point.");
        }

        @Override
        public Optional<ModelCard> inspect(Path folder) {
            return Optional.of(CARD);
        }

        @Override
        public DiffusionModel load(ModelCard card, Settings settings, InferenceRuntime runtime) {
            DiffusionModel model = mock(DiffusionModel.class);
            lenient().when(model.card()).thenReturn(card);
            lenient().when(model.process()).thenReturn(PROCESS);
            lenient()
                    .when(model.promptEncoder())
                    .thenReturn(
                            (prompt, cancellation) -> new PromptEmbedding(Map.of(), prompt.split(" ", -1).length, 8));
            lenient().when(model.noisePredictor()).thenReturn(network);
            lenient().when(model.codec()).thenReturn(codec);
            lenient().when(model.files()).thenReturn(List.of());
            return model;
        }
    }

    static class Codec implements LatentCodec {
        @Override
        public int channels() {
            return 2;
        }

        @Override
        public int factor() {
            return 4;
        }

        @Override
        public Picture decode(Latent latent, Cancellation cancellation) {
            int width = latent.shape().w() * 4;
            int height = latent.shape().h() * 4;
            float[] planes = new float[3 * width * height];
            Arrays.fill(planes, latent.at(0));
            return Picture.of(width, height, planes);
        }

        @Override
        public Latent encode(Picture picture, Cancellation cancellation) {
            throw new UnsupportedOperationException();
        }
    }

    static class LineSampler implements Sampler {
        @Override
        public ExtensionInfo info() {
            return ExtensionInfo.of("line", "Line", "Euler's method.");
        }

        @Override
        public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
            Latent state = x;
            for (int i = 0; i < sigmas.steps(); i++) {
                double sigma = sigmas.at(i);
                Latent denoised = denoiser.denoise(state, sigma).denoised();
                state = state.plus((sigmas.at(i + 1) - sigma) / sigma, state.minus(denoised));
                context.step(i, sigma, sigmas.at(i + 1), state, denoised);
            }
            return state;
        }
    }

    static final class Line implements NoiseSchedule {
        @Override
        public ExtensionInfo info() {
            return ExtensionInfo.of("line", "Line", "Evenly spaced levels.");
        }

        @Override
        public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
            double[] sigmas = new double[steps + 1];
            for (int i = 0; i < steps; i++) {
                sigmas[i] = process.sigmaMax() * (steps - i) / steps;
            }
            return SigmaSchedule.of(sigmas);
        }
    }

    static class LinearGuidance implements Guidance {
        @Override
        public ExtensionInfo info() {
            return ExtensionInfo.of("linear", "Linear", "Plain guidance.");
        }

        @Override
        public Guide start(Settings settings) {
            return new Guide() {
                @Override
                public boolean needsUnconditional(double sigma) {
                    return settings.scale() != 1;
                }

                @Override
                public Latent guide(Latent x, double sigma, Latent cond, Latent uncond) {
                    return Latent.sum(settings.scale(), cond, 1 - settings.scale(), uncond);
                }
            };
        }
    }

    static class JavaNoise implements NoiseSource {
        @Override
        public ExtensionInfo info() {
            return ExtensionInfo.of("java", "Java", "java.util.Random.");
        }

        @Override
        public dev.darkroom.api.sampling.NoiseGenerator open(long seed) {
            Random random = new Random(seed);
            return count -> {
                float[] values = new float[count];
                for (int i = 0; i < count; i++) {
                    values[i] = (float) random.nextGaussian();
                }
                return values;
            };
        }
    }
}
