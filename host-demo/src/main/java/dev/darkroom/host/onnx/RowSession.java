package dev.darkroom.host.onnx;

import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.api.runtime.InferenceException;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A graph whose rows have nothing to do with each other. Threads that share one operator after the other wait for each
 * other at the end of each, hundreds of times a call; each with rows of its own they wait once. Small networks gain by it,
 * large ones lose, so that it is tried: a few calls are made both ways, and the faster is kept if both
 * give the same bits.
 */
final class RowSession implements InferenceSession {

    /** How the graph is loaded. */
    interface Opening {

        /**
         * Loads it.
         *
         * @param oneThread for calls that each run on the thread that makes them; otherwise for calls on all threads
         */
        Graph open(boolean oneThread);
    }

    private static final int WARM_UP = 2;
    private static final int TRIALS = 5;

    /** Where a call takes longer its operators are large enough to share, and a trial would be felt. */
    private static final double LONGEST_NANOS = 0.25e9;

    /** How much faster it must be: less is chance. */
    private static final double GAIN = 0.95;

    private final Opening opening;
    private final RowWays ways;
    private final int threads;
    private final Executor helpers;
    private final LongAdder nanosInside;
    private final Runnable onClose;
    private final Map<Integer, Trial> trials = new HashMap<>();
    private final Graph first;
    private @Nullable Graph together;
    private @Nullable Graph apart;
    private @Nullable Divided divided;
    private boolean closed;

    /** The calls that one was divided into. */
    private record Divided(Map<String, Tensor> given, Map<String, Tensor> wanted, List<Graph.Call> calls) {

        boolean isOf(Map<String, Tensor> otherGiven, Map<String, Tensor> otherWanted) {
            return given.equals(otherGiven)
                    && wanted.equals(otherWanted)
                    && Stream.concat(given.values().stream(), wanted.values().stream())
                            .allMatch(tensor -> ((BufferTensor) tensor).isOpen());
        }
    }

    /** What is known of calls of one number of rows. */
    private static final class Trial {
        private int calls;
        private double together = Double.POSITIVE_INFINITY;
        private double apart = Double.POSITIVE_INFINITY;
    }

    /**
     * @param ways what earlier sessions found out, and later ones will want to know
     * @param threads how many rows may be computed at the same time, from 2
     * @param helpers runs all groups of a call but the first, at least {@code threads - 1} at the same time
     * @param nanosInside the time the engine works is added to it
     * @param onClose told once this is closed
     */
    RowSession(Opening opening, RowWays ways, int threads, Executor helpers, LongAdder nanosInside, Runnable onClose) {
        this.opening = opening;
        this.ways = ways;
        this.threads = threads;
        this.helpers = helpers;
        this.nanosInside = nanosInside;
        this.onClose = onClose;
        this.first = ways.everApart() ? apart() : together();
    }

    private Graph together() {
        Graph graph = together;
        if (graph == null) {
            graph = opening.open(false);
            together = graph;
        }
        return graph;
    }

    private Graph apart() {
        Graph graph = apart;
        if (graph == null) {
            graph = opening.open(true);
            apart = graph;
        }
        return graph;
    }

    @Override
    public List<TensorSpec> inputs() {
        return first.inputs();
    }

    @Override
    public List<TensorSpec> outputs() {
        return first.outputs();
    }

    @Override
    public synchronized void run(Map<String, Tensor> given, Map<String, Tensor> wanted, Cancellation cancellation) {
        if (closed) {
            throw new IllegalStateException(first + ": the session is closed");
        }
        int rows = RowGroups.rows(first, given, wanted);
        if (rows < 2) {
            nanosInside.add(together().call(given, wanted).make(cancellation));
            return;
        }
        nanosInside.add(
                switch (ways.of(rows)) {
                    case UNKNOWN -> tried(rows, given, wanted, cancellation);
                    case APART -> apart(rows, given, wanted, cancellation);
                    case TOGETHER -> together().call(given, wanted).make(cancellation);
                });
    }

    /**
     * Makes a call of a trial: some together, one both ways, some apart. Not in turns: where a thread has just run the
     * system expects it to run on, and puts the one that is to work beside it on the same processor.
     */
    private long tried(int rows, Map<String, Tensor> given, Map<String, Tensor> wanted, Cancellation cancellation) {
        Trial trial = trials.computeIfAbsent(rows, absent -> new Trial());
        long nanos;
        if (trial.calls < WARM_UP + TRIALS) {
            nanos = together().call(given, wanted).make(cancellation);
            if (trial.calls >= WARM_UP) {
                trial.together = Math.min(trial.together, nanos);
            }
            if (trial.calls == WARM_UP && nanos > LONGEST_NANOS) {
                ways.decide(rows, RowWays.Way.TOGETHER);
            }
        } else if (trial.calls == WARM_UP + TRIALS) {
            nanos = checked(rows, given, wanted, cancellation);
        } else {
            long began = System.nanoTime();
            nanos = apart(rows, given, wanted, cancellation);
            trial.apart = Math.min(trial.apart, System.nanoTime() - began);
            if (trial.calls == WARM_UP + 2 * TRIALS) {
                ways.vote(rows, trial.apart < GAIN * trial.together ? RowWays.Way.APART : RowWays.Way.TOGETHER);
            }
        }
        // One that was cancelled did not count: above all not the one that compares.
        trial.calls++;
        return nanos;
    }

    /** Makes a call both ways. What is wrong with a call, if anything is, the ordinary way tells. */
    private long checked(int rows, Map<String, Tensor> given, Map<String, Tensor> wanted, Cancellation cancellation) {
        List<byte[]> bits;
        try {
            apart(rows, given, wanted, cancellation);
            bits = bits(wanted);
        } catch (InferenceException e) {
            bits = List.of();
        }
        long nanos = together().call(given, wanted).make(cancellation);
        if (!same(bits, bits(wanted))) {
            ways.decide(rows, RowWays.Way.TOGETHER);
        }
        return nanos;
    }

    private static List<byte[]> bits(Map<String, Tensor> wanted) {
        List<byte[]> bits = new ArrayList<>();
        wanted.keySet().stream().sorted().forEach(name -> bits.add(((BufferTensor) wanted.get(name)).bits()));
        return bits;
    }

    private static boolean same(List<byte[]> some, List<byte[]> others) {
        return Arrays.deepEquals(some.toArray(), others.toArray());
    }

    /** Sampling makes the same call again and again: its tensors hold other values, but are the same. */
    private List<Graph.Call> calls(int rows, Map<String, Tensor> given, Map<String, Tensor> wanted) {
        Divided known = divided;
        if (known == null || !known.isOf(given, wanted)) {
            Graph graph = apart();
            known = new Divided(
                    Map.copyOf(given),
                    Map.copyOf(wanted),
                    RowGroups.divide(graph, given, wanted, rows, Math.min(rows, threads)).stream()
                            .map(group -> graph.call(group.inputs(), group.outputs()))
                            .toList());
            divided = known;
        }
        return known.calls();
    }

    /** Returns how long the group took that took longest. */
    private long apart(int rows, Map<String, Tensor> given, Map<String, Tensor> wanted, Cancellation cancellation) {
        List<Graph.Call> calls = calls(rows, given, wanted);
        List<CompletableFuture<Long>> others = new ArrayList<>();
        for (Graph.Call call : calls.subList(1, calls.size())) {
            others.add(CompletableFuture.supplyAsync(() -> call.make(cancellation), helpers));
        }
        RuntimeException failure = null;
        long longest = 0;
        try {
            longest = calls.get(0).make(cancellation);
        } catch (InferenceException | CancelledException e) {
            failure = e;
        }
        // All are waited for, even where one failed: they write to the caller's memory.
        for (CompletableFuture<Long> other : others) {
            try {
                longest = Math.max(longest, RowThreads.await(other));
            } catch (CompletionException e) {
                if (failure == null) {
                    failure = e.getCause() instanceof RuntimeException known ? known : e;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return longest;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (Graph one = together;
                Graph other = apart) {
            trials.clear();
        } finally {
            onClose.run();
        }
    }

    @Override
    public String toString() {
        return first.toString();
    }
}
