package dev.darkroom.host.onnx;

import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceException;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
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
    private @Nullable SideBySide apart;
    private boolean closed;

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
        this.first = ways.everApart() ? apart().graph() : together();
    }

    private Graph together() {
        Graph graph = together;
        if (graph == null) {
            graph = opening.open(false);
            together = graph;
        }
        return graph;
    }

    private SideBySide apart() {
        SideBySide calls = apart;
        if (calls == null) {
            calls = new SideBySide(opening.open(true), threads, helpers);
            apart = calls;
        }
        return calls;
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
                    case APART -> apart().make(rows, given, wanted, cancellation);
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
            nanos = apart().make(rows, given, wanted, cancellation);
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
            apart().make(rows, given, wanted, cancellation);
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

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (Graph one = together;
                SideBySide other = apart) {
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
