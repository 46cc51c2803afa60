package dev.darkroom.host.onnx;

import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes calls of a graph as calls of some of their rows, at the same time. Used by one thread. */
final class SideBySide implements AutoCloseable {

    private final Graph graph;
    private final int threads;
    private final Executor helpers;
    private @Nullable Divided divided;

    /**
     * @param graph runs calls on the threads that make them; closed with this
     * @param threads how many groups of rows are computed at the same time
     * @param helpers runs all groups of a call but the first
     */
    SideBySide(Graph graph, int threads, Executor helpers) {
        this.graph = graph;
        this.threads = threads;
        this.helpers = helpers;
    }

    Graph graph() {
        return graph;
    }

    /** The calls that one was divided into. */
    private record Divided(Map<String, Tensor> given, Map<String, Tensor> wanted, List<Graph.Call> calls) {

        boolean isOf(Map<String, Tensor> otherGiven, Map<String, Tensor> otherWanted) {
            return given.equals(otherGiven)
                    && wanted.equals(otherWanted)
                    && Stream.concat(given.values().stream(), wanted.values().stream())
                            .allMatch(tensor -> ((BufferTensor) tensor).isOpen());
        }
    }

    /** Sampling makes the same call again and again: its tensors hold other values, but are the same. */
    private List<Graph.Call> calls(int rows, Map<String, Tensor> given, Map<String, Tensor> wanted) {
        Divided known = divided;
        if (known == null || !known.isOf(given, wanted)) {
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

    /**
     * Makes a call.
     *
     * @param rows how many rows it has
     * @return how long the group took that took longest, in nanoseconds
     */
    long make(int rows, Map<String, Tensor> given, Map<String, Tensor> wanted, Cancellation cancellation) {
        List<Graph.Call> calls = calls(rows, given, wanted);
        List<CompletableFuture<Long>> others = new ArrayList<>();
        for (Graph.Call call : calls.subList(1, calls.size())) {
            others.add(CompletableFuture.supplyAsync(() -> call.make(cancellation), helpers));
        }
        RuntimeException failure = null;
        long longest = 0;
        try {
            longest = calls.get(0).make(cancellation);
        } catch (RuntimeException e) {
            failure = e;
        }
        // All are waited for, even where one failed: they write to the caller's memory.
        for (CompletableFuture<Long> other : others) {
            try {
                longest = Math.max(longest, other.join());
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
    public void close() {
        graph.close();
    }
}
