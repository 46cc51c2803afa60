package dev.darkroom.host.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.api.runtime.InferenceException;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TextTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
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
    private final Set<InferenceSession> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService rowThreads = Executors.newCachedThreadPool(OnnxRuntime::rowThread);
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
        return registered(onClose -> new OnnxSession(graph(model, dimensions, cached, false), nanosInside, onClose));
    }

    private InferenceSession registered(Function<Runnable, InferenceSession> opened) {
        InferenceSession[] self = new InferenceSession[1];
        self[0] = opened.apply(() -> open.remove(self[0]));
        open.add(self[0]);
        return self[0];
    }

    private Graph graph(Path model, Map<String, Long> dimensions, boolean cached, boolean oneThread) {
        if (closed) {
            throw new IllegalStateException("the inference runtime is closed");
        }
        Failures.checkReadable(model);
        Engine running = engine();
        if (!running.onCuda()) {
            FreeMemory.check(model);
        }
        GraphLoader loader = new GraphLoader(running, cached ? settings.cacheFolder() : Optional.empty(), version());
        OrtSession session;
        try {
            session = loader.load(model, dimensions, oneThread);
        } catch (OrtException e) {
            if (!running.onCuda()) {
                throw Failures.opening(model, e);
            }
            running.fallBack(Failures.oneLine(e));
            try {
                session = loader.load(model, dimensions, oneThread);
            } catch (OrtException onCpu) {
                throw Failures.opening(model, onCpu);
            }
        }
        return new Graph(Failures.name(model), running.environment(), session);
    }

    @Override
    public InferenceSession openRows(Path model, Map<String, Long> dimensions) {
        Optional<RowWays> ways = rowWays(model, dimensions);
        if (ways.isEmpty()) {
            return open(model, dimensions);
        }
        return registered(onClose -> new RowSession(
                oneThread -> graph(model, dimensions, true, oneThread),
                ways.get(),
                settings.effectiveThreads(),
                rowThreads,
                nanosInside,
                onClose));
    }

    /**
     * Returns what is known of making calls of a graph row by row; empty if there are no threads to gain by it, or if the
     * graph is none that is kept: weights that are kept are mapped, so that loading them twice takes no memory twice.
     */
    private Optional<RowWays> rowWays(Path model, Map<String, Long> dimensions) {
        if (settings.effectiveThreads() < 2 || settings.cacheFolder().isEmpty() || !Files.isRegularFile(model)) {
            return Optional.empty();
        }
        Path cache = settings.cacheFolder().get();
        return engine().onCuda()
                ? Optional.empty()
                : new GraphCache(cache.resolve(GraphLoader.FOLDER), version())
                        .key(model, dimensions)
                        .map(key -> new RowWays(cache.resolve("rows"), key + "-" + settings.effectiveThreads()));
    }

    private static Thread rowThread(Runnable work) {
        Thread thread = new Thread(work, "darkroom-rows");
        thread.setDaemon(true);
        return thread;
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
        for (InferenceSession session : List.copyOf(open)) {
            try {
                session.close();
            } catch (InferenceException e) {
                // The others must be closed all the same, and nobody is left to act on this one.
                open.remove(session);
            }
        }
        rowThreads.shutdown();
    }
}
