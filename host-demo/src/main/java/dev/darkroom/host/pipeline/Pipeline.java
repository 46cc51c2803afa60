package dev.darkroom.host.pipeline;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.generation.GenerationListener;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.host.digest.Digests;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.plugin.PluginHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The host's {@link GenerationService}: one request at a time, over the installed extensions. Keeps the model it used
 * last; close it to free that model's memory.
 */
public final class Pipeline implements GenerationService, AutoCloseable {

    /** How long a sampler may do nothing visible between two evaluations of the model. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PluginHost plugins;
    private final ModelStore models;
    private final ForeignCall calls;
    private final PictureInspector inspector;
    private final Function<Path, List<Sample>> samples;
    private final LoadedModels loaded;
    private final GenerationRun.Tools tools;
    private final Bench bench;

    /**
     * Builds the pipeline.
     *
     * @param plugins the installed extensions
     * @param models the models on disk
     * @param runtime the inference engine
     * @param inspector looks at the pictures
     * @param samples reads the real pictures of a model folder
     * @param calls how foreign code other than samplers and models is called
     * @param digests hashes model files, for provenance
     * @param software the host's name and version, for provenance
     * @param notes anything a reader of the provenance should know of this process
     */
    public Pipeline(
            PluginHost plugins,
            ModelStore models,
            InferenceRuntime runtime,
            PictureInspector inspector,
            Function<Path, List<Sample>> samples,
            ForeignCall calls,
            Digests digests,
            String software,
            Supplier<Map<String, String>> notes) {
        this(plugins, models, runtime, inspector, samples, calls, digests, software, notes, PATIENCE);
    }

    Pipeline(
            PluginHost plugins,
            ModelStore models,
            InferenceRuntime runtime,
            PictureInspector inspector,
            Function<Path, List<Sample>> samples,
            ForeignCall calls,
            Digests digests,
            String software,
            Supplier<Map<String, String>> notes,
            Duration patience) {
        this.plugins = plugins;
        this.models = models;
        this.calls = calls;
        this.inspector = inspector;
        this.samples = samples;
        this.loaded = new LoadedModels(plugins.registry(ModelLoader.class), runtime);
        this.tools =
                new GenerationRun.Tools(plugins, runtime, inspector, calls, loaded, digests, software, notes, patience);
        this.bench = new Bench(plugins, loaded, inspector, runtime, calls, digests, this::prepare);
    }

    @Override
    public List<GenerationResult> generate(
            GenerationRequest request, GenerationObserver observer, Cancellation cancellation) {
        List<GenerationResult> results = new ArrayList<>();
        generate(request, null, observer, cancellation, results::add);
        return results;
    }

    @Override
    public void generateEach(GenerationRequest request, GenerationObserver observer, Cancellation cancellation) {
        generate(request, null, observer, cancellation, delivered -> {});
    }

    @Override
    public GenerationResult resume(
            GenerationRequest request, int step, Latent state, GenerationObserver observer, Cancellation cancellation) {
        if (request.count() != 1) {
            throw new InvalidRequestException("resume: expected one picture, found " + request.count());
        }
        List<GenerationResult> results = new ArrayList<>();
        generate(request, new GenerationRun.Resumption(step, state), observer, cancellation, results::add);
        return results.get(0);
    }

    private synchronized void generate(
            GenerationRequest request,
            GenerationRun.@Nullable Resumption resumption,
            GenerationObserver observer,
            Cancellation cancellation,
            Consumer<GenerationResult> delivered) {
        Observers observers = new Observers(
                observer, plugins.registry(GenerationListener.class).all(), calls);
        observers.started(request);
        try {
            cancellation.throwIfCancelled();
            new GenerationRun(prepare(request), resumption, tools, observers, cancellation).generate(delivered);
        } catch (RuntimeException e) {
            RuntimeException known =
                    e instanceof DarkroomException ? e : new DarkroomException("generation failed: " + e, e);
            observers.failed(request, known);
            throw known;
        } finally {
            observers.finished(request);
        }
    }

    /** From now on keeps one component of a model in memory at a time, at the price of loading it again. */
    public synchronized void saveMemory() {
        loaded.saveMemory();
    }

    /**
     * Checks a request: everything that can be known before the model is called. Loads the model and keeps it.
     *
     * @param request what to make
     * @return what will run badly here, a line each
     * @throws dev.darkroom.api.InvalidRequestException if it names something unknown or impossible
     */
    public synchronized List<String> check(GenerationRequest request) {
        return prepare(request).model().warnings();
    }

    private Preparation prepare(GenerationRequest request) {
        Plan plan = Plan.of(request, plugins, models);
        inspector.check(request.inspection());
        return Preparation.of(plan, loaded, calls);
    }

    @Override
    public List<Sample> samples(GenerationRequest request) {
        return samples.apply(models.find(request.model()).folder());
    }

    @Override
    public synchronized Setup setup(GenerationRequest request) {
        return bench.setup(request);
    }

    @Override
    public List<ModelCard> models() {
        return models.list().stream().flatMap(entry -> entry.card().stream()).toList();
    }

    @Override
    public List<ExtensionInfo> samplers() {
        return bench.samplers();
    }

    @Override
    public synchronized Picture decode(GenerationRequest request, Latent latent, Cancellation cancellation) {
        return bench.decode(request, latent, cancellation);
    }

    @Override
    public synchronized Latent encode(GenerationRequest request, Picture picture, Cancellation cancellation) {
        return bench.encode(request, picture, cancellation);
    }

    @Override
    public synchronized Denoised denoise(GenerationRequest request, Latent x, double sigma, Cancellation cancellation) {
        return bench.denoise(request, x, sigma, cancellation);
    }

    @Override
    public Inspected inspect(GenerationRequest request, Picture picture) {
        return bench.inspect(request, picture);
    }

    @Override
    public synchronized OptionalDouble alignment(GenerationRequest request, Picture picture) {
        return bench.alignment(models.find(request.model()), request, picture);
    }

    @Override
    public synchronized void close() {
        try {
            bench.close();
        } finally {
            loaded.close();
        }
    }
}
