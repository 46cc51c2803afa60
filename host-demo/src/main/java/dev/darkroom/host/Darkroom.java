package dev.darkroom.host;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.Described;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.precision.PrecisionConverter;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.sweep.SweepAnalysis;
import dev.darkroom.api.sweep.SweepAnalyst;
import dev.darkroom.api.sweep.SweepAxis;
import dev.darkroom.api.sweep.SweepSample;
import dev.darkroom.host.digest.Digests;
import dev.darkroom.host.inspection.ModelSamples;
import dev.darkroom.host.onnx.OnnxRuntime;
import dev.darkroom.host.onnx.OnnxSettings;
import dev.darkroom.host.pipeline.ModelStore;
import dev.darkroom.host.pipeline.PictureInspector;
import dev.darkroom.host.pipeline.Pipeline;
import dev.darkroom.host.plugin.BundledPlugins;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.PluginKnowledge;
import dev.darkroom.host.plugin.PluginSettings;
import dev.darkroom.host.plugin.Registered;
import dev.darkroom.host.precision.Conversions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The application: plugins, models, engine and pipeline of one installation. Close it to stop the plugins. */
public final class Darkroom implements AutoCloseable {

    /** How long an inspector, advisor, listener or schedule may take for one call. */
    private static final Duration CALL_DEADLINE = Duration.ofSeconds(20);

    private final PluginHost plugins;
    private final ForeignCall calls;
    private final OnnxRuntime runtime;
    private final ModelStore models;
    private final Pipeline pipeline;
    private final PluginKnowledge knowledge;
    private final PictureInspector inspector;
    private final Conversions conversions;

    private Darkroom(DarkroomSettings settings) {
        Path state = settings.stateFolder();
        Digests digests = Digests.rememberedIn(state.resolve("cache").resolve("digests.txt"));
        PluginSettings pluginSettings = PluginSettings.of(
                        settings.pluginFolders().toArray(Path[]::new))
                .safeMode(settings.safeMode())
                .bundledList(settings.distribution().resolve("lib").resolve(BundledPlugins.FILE_NAME))
                .stateFile(state.resolve("plugins.json"))
                .allowList(state.resolve("allowed-plugins.txt"))
                .digests(digests)
                .build();
        runtime = new OnnxRuntime(new OnnxSettings(
                settings.device(),
                settings.threads().orElse(0),
                settings.providerOptions(),
                Optional.of(state.resolve("cache"))));
        if (settings.engineAtOnce()) {
            runtime.warmUp();
        }
        plugins = PluginHost.open(pluginSettings);
        calls = new ForeignCall(CALL_DEADLINE);
        models = new ModelStore(settings.modelFolders(), plugins.registry(ModelLoader.class), calls);
        knowledge = new PluginKnowledge(plugins, calls);
        inspector = new PictureInspector(plugins, calls, runtime, List.of(state.resolve("detectors")), knowledge);
        Function<InferenceRuntime, Pipeline> pipelines = over -> new Pipeline(
                plugins, models, over, inspector, ModelSamples::of, calls, digests, software(), this::notes);
        pipeline = pipelines.apply(runtime);
        if (settings.lowMemory()) {
            pipeline.saveMemory();
        }
        conversions =
                new Conversions(plugins.registry(PrecisionConverter.class), models, runtime.uncached(), pipelines);
    }

    private Map<String, String> notes() {
        return runtime.fallbackReason().map(reason -> Map.of("device", reason)).orElse(Map.of());
    }

    /**
     * Opens an installation.
     *
     * @param settings where it lies and how it runs
     * @return the application, to close
     */
    public static Darkroom open(DarkroomSettings settings) {
        return new Darkroom(settings);
    }

    /** Returns the name and version of this program. */
    public static String software() {
        return "Darkroom " + version();
    }

    /** Returns the version of this program; {@code development} when it does not run from its JAR. */
    public static String version() {
        String version = Darkroom.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** Returns what makes pictures. */
    public GenerationService generation() {
        return pipeline;
    }

    /**
     * Checks a request before the model is called and anything is written.
     *
     * @param request what to make
     * @return what will run badly here, a line each
     * @throws dev.darkroom.api.InvalidRequestException if it names something unknown or impossible
     */
    public List<String> check(GenerationRequest request) {
        return pipeline.check(request);
    }

    /** Returns where graphs run, {@code cpu} or {@code cuda:N}; loads the engine. */
    public String device() {
        return runtime.device();
    }

    /** Returns the fastest of some precisions on the device that was chosen; loads the engine. */
    public Precision fastest(Set<Precision> held) {
        return runtime.fastest(held);
    }

    /** Returns what looks at pictures. */
    public PictureInspector inspector() {
        return inspector;
    }

    /** Returns what the plugins know of causes. */
    public PluginKnowledge knowledge() {
        return knowledge;
    }

    /**
     * Says what the pictures of a sweep say together.
     *
     * @throws DarkroomException if no plugin can
     */
    public SweepAnalysis analyse(List<SweepAxis> axes, List<SweepSample> samples) {
        Registered<SweepAnalyst> analyst = only(SweepAnalyst.class, "analyses sweeps");
        return calls.call(
                "sweep analyst " + analyst.id(),
                analyst.extension(),
                () -> analyst.extension().analyse(axes, samples));
    }

    private <T extends Described> Registered<T> only(Class<T> point, String what) {
        return plugins.registry(point).all().stream()
                .findFirst()
                .orElseThrow(() -> new DarkroomException("no installed plugin " + what
                        + ": diagnostics does; `darkroom plugins` shows why it is missing"));
    }

    /** Returns what makes variants of models in other precisions. */
    public Conversions conversions() {
        return conversions;
    }

    /** Returns the installed plugins. */
    public PluginHost plugins() {
        return plugins;
    }

    /** Returns the models on disk. */
    public ModelStore models() {
        return models;
    }

    /** Returns how long the inference engine has been at work, in seconds; see the benchmark. */
    public double engineSeconds() {
        return runtime.secondsInside();
    }

    @Override
    public void close() {
        try {
            pipeline.close();
        } finally {
            try {
                runtime.close();
            } finally {
                plugins.close();
            }
        }
    }
}
