package dev.darkroom.host.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.api.runtime.InferenceException;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TextTokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Runs graphs with ONNX Runtime. Nothing native is loaded before it is needed; {@link #warmUp} loads it meanwhile.
 *
 * <p>Sessions belong to whoever opened them; closing the runtime closes those that are still open.
 */
public final class OnnxRuntime implements InferenceRuntime, AutoCloseable {

    /** Address space, not memory: enough for the longest command line Linux allows. */
    private static final long DEEP_STACK = 1L << 29;

    private final OnnxSettings settings;
    private final NativeLibraries libraries;
    private final TokenizerFactory tokenizers;
    private final LongAdder nanosInside = new LongAdder();
    private final Set<OnnxSession> open = ConcurrentHashMap.newKeySet();
    private @Nullable Engine engine;
    private volatile boolean closed;

    /** Makes a runtime; costs nothing. */
    public OnnxRuntime(OnnxSettings settings) {
        this.settings = settings;
        this.libraries = new NativeLibraries(settings.cacheFolder());
        this.tokenizers = new TokenizerFactory(libraries);
    }

    /** Starts loading the native libraries in the background; a failure shows when they are first used. */
    public void warmUp() {
        inBackground("darkroom-onnx-start", this::engine);
        inBackground("darkroom-tokenizer-start", tokenizers::prepare);
    }

    private static void inBackground(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((ignored, e) -> {});
        thread.start();
    }

    private synchronized Engine engine() {
        if (engine == null) {
            engine = startedOnADeepStack();
        }
        return engine;
    }

    /**
     * Starts the engine on a thread with room to recurse: ONNX Runtime reads the process's command line as it starts and
     * recurses over it, so that a prompt of some thousand characters overflows an ordinary stack and ends the process.
     */
    private Engine startedOnADeepStack() {
        CompletableFuture<Engine> started = new CompletableFuture<>();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        started.complete(Engine.start(settings, libraries));
                    } catch (RuntimeException | Error e) {
                        started.completeExceptionally(e);
                    }
                },
                "darkroom-onnx-engine",
                DEEP_STACK);
        thread.setDaemon(true);
        thread.start();
        try {
            return started.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public InferenceSession open(Path model, Map<String, Long> dimensions) {
        return open(model, dimensions, true);
    }

    /** Returns this runtime without its cache of optimised graphs, for graphs that are opened once. */
    public InferenceRuntime uncached() {
        return new UncachedRuntime(this);
    }

    InferenceSession open(Path model, Map<String, Long> dimensions, boolean cached) {
        if (closed) {
            throw new IllegalStateException("the inference runtime is closed");
        }
        Failures.checkReadable(model);
        Engine running = engine();
        if (!running.onCuda()) {
            FreeMemory.check(model);
        }
        OrtSession session;
        try {
            session = create(running, model, dimensions, cached);
        } catch (OrtException e) {
            if (!running.onCuda()) {
                throw Failures.opening(model, e);
            }
            running.fallBack(Failures.oneLine(e));
            try {
                session = create(running, model, dimensions, cached);
            } catch (OrtException onCpu) {
                throw Failures.opening(model, onCpu);
            }
        }
        OnnxSession[] self = new OnnxSession[1];
        self[0] = new OnnxSession(
                Failures.name(model), running.environment(), session, nanosInside, () -> open.remove(self[0]));
        open.add(self[0]);
        return self[0];
    }

    private OrtSession create(Engine running, Path model, Map<String, Long> dimensions, boolean cached)
            throws OrtException {
        if (!cached || settings.cacheFolder().isEmpty() || running.onCuda()) {
            return plain(running, model, dimensions);
        }
        GraphCache cache = new GraphCache(settings.cacheFolder().get().resolve("graphs"), version());
        Optional<String> key = cache.key(model, dimensions);
        if (key.isEmpty()) {
            return plain(running, model, dimensions);
        }
        Optional<Path> kept = cache.find(key.get());
        if (kept.isPresent()) {
            try (SessionOptions options = running.options(Map.of())) {
                options.setOptimizationLevel(SessionOptions.OptLevel.NO_OPT);
                return running.environment()
                        .createSession(kept.get().resolve(GraphCache.GRAPH).toString(), options);
            } catch (OrtException e) {
                cache.discard(kept.get());
            }
        }
        Optional<Path> aside = cache.aside(key.get(), model);
        if (aside.isEmpty()) {
            return plain(running, model, dimensions);
        }
        try (SessionOptions options = running.options(dimensions)) {
            options.setOptimizedModelFilePath(
                    aside.get().resolve(GraphCache.GRAPH).toString());
            options.addConfigEntry("session.optimized_model_external_initializers_file_name", GraphCache.WEIGHTS);
            options.addConfigEntry("session.save_external_prepacked_constant_initializers", "1");
            OrtSession session = running.environment().createSession(model.toString(), options);
            cache.keep(aside.get(), key.get());
            return session;
        } catch (OrtException e) {
            // The graph is at fault, or the disk is full: without the cache only the first remains.
            cache.discard(aside.get());
            return plain(running, model, dimensions);
        }
    }

    private static OrtSession plain(Engine running, Path model, Map<String, Long> dimensions) throws OrtException {
        try (SessionOptions options = running.options(dimensions)) {
            return running.environment().createSession(model.toString(), options);
        }
    }

    @Override
    public Tensor allocate(ElementType type, long... shape) {
        return new BufferTensor(type, shape);
    }

    @Override
    public TextTokenizer tokenizer(Path folder) {
        return tokenizers.load(folder);
    }

    @Override
    public String device() {
        return engine().device();
    }

    /** Returns the fastest of some precisions here: halves on a GPU, bytes on a CPU that multiplies them, else FP32. */
    public Precision fastest(Set<Precision> held) {
        List<Precision> order = engine().onCuda()
                ? List.of(Precision.FP16, Precision.FP32, Precision.INT8)
                : Processor.multipliesBytes()
                        ? List.of(Precision.INT8, Precision.FP32, Precision.FP16)
                        : List.of(Precision.FP32, Precision.INT8, Precision.FP16);
        return order.stream().filter(held::contains).findFirst().orElse(Precision.FP32);
    }

    /** Returns why graphs run on the CPU although a GPU was asked for, in one line. */
    public Optional<String> fallbackReason() {
        return engine().fallbackReason();
    }

    /** Returns how long graphs have been running in all, in seconds; the rest of the wall time is the host's. */
    public double secondsInside() {
        return nanosInside.sum() / 1e9;
    }

    @Override
    public String version() {
        return "ONNX Runtime " + engine().environment().getVersion();
    }

    @Override
    public void close() {
        closed = true;
        for (OnnxSession session : List.copyOf(open)) {
            try {
                session.close();
            } catch (InferenceException e) {
                // The others must be closed all the same, and nobody is left to act on this one.
                open.remove(session);
            }
        }
    }
}
