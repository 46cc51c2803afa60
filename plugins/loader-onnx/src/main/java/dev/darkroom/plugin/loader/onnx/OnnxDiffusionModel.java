package dev.darkroom.plugin.loader.onnx;

import dev.darkroom.api.model.DiffusionModel;
import dev.darkroom.api.model.GraphCheck;
import dev.darkroom.api.model.LatentCodec;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.model.ModelLoader.Settings;
import dev.darkroom.api.model.NoisePredictor;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.PromptEmbedding;
import dev.darkroom.api.model.PromptEncoder;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.lint.GraphLint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A loaded folder. Its parts load in the background, in the order a generation needs them. */
final class OnnxDiffusionModel implements DiffusionModel {

    private final ModelFolder folder;
    private final ModelCard card;
    private final List<Path> files = new ArrayList<>();
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final PromptEncoder promptEncoder;
    private final NoisePredictor noisePredictor;
    private final LatentCodec codec;
    private final List<String> warnings;
    private final boolean lowMemory;
    private final OneAtATime oneAtATime = new OneAtATime();

    OnnxDiffusionModel(ModelFolder folder, ModelCard card, Settings settings, InferenceRuntime runtime) {
        this.folder = folder;
        this.card = card;
        this.lowMemory = settings.lowMemory();
        GraphFiles.Variant variant = new GraphFiles.Variant(settings.weights(), settings.precision());
        int h = settings.height() / folder.factor();
        int w = settings.width() / folder.factor();
        // Two at a time: the network is the longest to load, and beside it the small parts follow one another.
        ExecutorService executor = Executors.newFixedThreadPool(2, work -> {
            Thread thread = new Thread(work, "darkroom-load-" + card.id());
            thread.setDaemon(true);
            return thread;
        });
        Path graph = GraphFiles.exact(folder.path(), folder.network(), variant);
        // FP32 runs everywhere, and reading a graph takes a start as long as half a call.
        GraphCheck check = settings.precision() == Precision.FP32
                ? new GraphCheck("FP32", List.of(), List.of())
                : GraphLint.check(Graph.read(graph), runtime.device(), false);
        if (!check.refusals().isEmpty()) {
            executor.shutdown();
            throw new ModelException(card.id() + ": " + check.refusals().get(0));
        }
        warnings = check.warnings();
        files.add(graph);
        Map<String, Long> latentSize = Map.of(
                "height", (long) h,
                "width", (long) w,
                "num_channels", (long) folder.channels(),
                "unet_sample_height", (long) h,
                "unet_sample_width", (long) w,
                "unet_sample_channels", (long) folder.channels());
        NetworkPredictor network = own(new NetworkPredictor(
                folder, own(graph(executor, () -> runtime.openRows(graph, latentSize))), settings, runtime));
        noisePredictor = network;
        promptEncoder = promptEncoder(executor, variant, network, runtime);
        codec = codec(executor, variant, h, w, runtime);
        executor.shutdown();
        Stream.of(
                        folder.network() + "/config.json",
                        "vae_decoder/config.json",
                        "scheduler/scheduler_config.json",
                        ModelFolder.INDEX)
                .map(folder.path()::resolve)
                .filter(Files::isRegularFile)
                .forEach(files::add);
    }

    private PromptEncoder promptEncoder(
            ExecutorService executor, GraphFiles.Variant variant, NetworkPredictor network, InferenceRuntime runtime) {
        if (folder.textEncoders().isEmpty()) {
            return (prompt, cancellation) -> new PromptEmbedding(Map.of(), 0, 0);
        }
        List<TextEncoder> encoders = new ArrayList<>();
        for (String name : folder.textEncoders()) {
            Path tokens = folder.path().resolve(ModelFolder.tokenizerOf(name));
            Path graph = GraphFiles.closest(folder.path(), name, variant);
            int length = PromptFormat.maxTokens(folder.path(), name);
            files.add(graph);
            Stream.of("tokenizer.json", "vocab.json", "merges.txt")
                    .map(tokens::resolve)
                    .filter(Files::isRegularFile)
                    .forEach(files::add);
            encoders.add(own(new TextEncoder(
                    folder,
                    name,
                    length,
                    own(Background.on(executor, () -> runtime.tokenizer(tokens))),
                    own(graph(executor, () -> runtime.open(graph, Map.of("sequence_length", (long) length)))),
                    runtime)));
        }
        return new NetworkPrompts(encoders, network);
    }

    private LatentCodec codec(
            ExecutorService executor, GraphFiles.Variant variant, int h, int w, InferenceRuntime runtime) {
        if (folder.latentSpace().isEmpty()) {
            return new PixelCodec();
        }
        Path decoder = GraphFiles.closest(folder.path(), "vae_decoder", variant);
        files.add(decoder);
        AutoencoderCodec.Size size = new AutoencoderCodec.Size(h, w);
        Function<AutoencoderCodec.Size, InferenceSession> decoders = latent -> runtime.open(
                decoder,
                Map.of(
                        "height_latent", (long) latent.h(),
                        "width_latent", (long) latent.w(),
                        "num_channels_latent", (long) folder.channels()));
        Background<InferenceSession> encoder = own(sharing(Background.onUse(() -> {
            if (GraphFiles.in(folder.path().resolve("vae_encoder")).isEmpty()) {
                throw new ModelException(card.id() + ": the folder has no vae_encoder/model.onnx; pictures cannot be"
                        + " encoded with this model");
            }
            return runtime.open(GraphFiles.closest(folder.path(), "vae_encoder", variant), Map.of());
        })));
        return own(new AutoencoderCodec(
                card.id(),
                folder.channels(),
                folder.latentSpace().get(),
                size,
                own(graph(executor, () -> decoders.apply(size))),
                other -> sharing(Background.onUse(() -> decoders.apply(other.get()))),
                encoder,
                runtime));
    }

    /** A graph that loads at once, or, where memory is short, when it is used, and leaves when another is. */
    private Background<InferenceSession> graph(Executor executor, Supplier<InferenceSession> load) {
        return lowMemory ? sharing(Background.onUse(load)) : Background.on(executor, load);
    }

    private Background<InferenceSession> sharing(Background<InferenceSession> graph) {
        return lowMemory ? oneAtATime.add(graph) : graph;
    }

    private <T extends AutoCloseable> T own(T part) {
        owned.add(part);
        return part;
    }

    @Override
    public ModelCard card() {
        return card;
    }

    @Override
    public DiffusionProcess process() {
        return folder.process();
    }

    @Override
    public PromptEncoder promptEncoder() {
        return promptEncoder;
    }

    @Override
    public NoisePredictor noisePredictor() {
        return noisePredictor;
    }

    @Override
    public LatentCodec codec() {
        return codec;
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public List<Path> files() {
        return List.copyOf(files);
    }

    @Override
    public void close() {
        ModelException failure = null;
        for (AutoCloseable part : owned) {
            try {
                part.close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new ModelException(card.id() + ": " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
