package dev.darkroom.plugin.graph.onnx.probe;

import dev.darkroom.api.precision.Component;
import dev.darkroom.api.precision.ConversionTask;
import dev.darkroom.api.precision.Probe;
import dev.darkroom.api.precision.RecordedTensor;
import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.plugin.graph.onnx.DataType;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.GraphException;
import dev.darkroom.plugin.graph.onnx.Node;
import dev.darkroom.plugin.graph.onnx.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The smallest and the largest value of activations over recorded calls; the graph itself computes them. */
public final class Extremes {

    private static final String LOW = "_lowest";
    private static final String HIGH = "_highest";
    private static final String SIZE = "_size";

    private final Map<String, Float> low = new HashMap<>();
    private final Map<String, Float> high = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();

    private Extremes() {}

    /**
     * Runs a graph on recorded calls.
     *
     * @param component the component, for its dimensions
     * @param source the graph's file
     * @param activations names of FP32 values of the graph
     * @param samples the calls
     * @param progress told of each call
     * @throws GraphException if a value is NaN or infinite
     */
    public static Extremes of(
            ConversionTask task,
            Component component,
            Path source,
            Collection<String> activations,
            List<Map<String, RecordedTensor>> samples,
            Consumer<String> progress) {
        Graph graph = Graph.read(source);
        List<Probe.Wanted> wanted = new ArrayList<>();
        for (String activation : activations) {
            reduce(graph, "ReduceMin", activation, LOW);
            reduce(graph, "ReduceMax", activation, HIGH);
            graph.add(Node.of("Size", activation + SIZE, List.of(activation), List.of(activation + SIZE)));
            graph.outputs().add(new Value(activation + SIZE, DataType.INT64, List.of()));
            wanted.add(new Probe.Wanted(activation + LOW, ElementType.FLOAT32));
            wanted.add(new Probe.Wanted(activation + HIGH, ElementType.FLOAT32));
            wanted.add(new Probe.Wanted(activation + SIZE, ElementType.INT64));
        }
        Path file = task.scratch().resolve(component.name() + ".extremes.onnx");
        graph.save(file);
        Extremes extremes = new Extremes();
        try (Probe probe = new Probe(task.runtime(), file, task.dimensions(component), task.cancellation())) {
            for (int i = 0; i < samples.size(); i++) {
                extremes.add(graph.name(), activations, probe.run(samples.get(i), wanted));
                progress.accept("extremes of " + component.name() + ": call " + (i + 1) + " of " + samples.size());
            }
        }
        return extremes;
    }

    private static void reduce(Graph graph, String op, String activation, String suffix) {
        graph.add(Node.of(op, activation + suffix, List.of(activation), List.of(activation + suffix))
                .with("keepdims", 0L));
        graph.outputs().add(new Value(activation + suffix, DataType.FLOAT, List.of()));
    }

    private void add(String graph, Collection<String> activations, Map<String, float[]> found) {
        for (String activation : activations) {
            float lowest = found.get(activation + LOW)[0];
            float highest = found.get(activation + HIGH)[0];
            if (!Float.isFinite(lowest) || !Float.isFinite(highest)) {
                throw new GraphException(graph + ": expected finite numbers in FP32, found " + lowest + " to " + highest
                        + " at " + activation + "; its weights are damaged, fetch the model again");
            }
            low.merge(activation, lowest, Math::min);
            high.merge(activation, highest, Math::max);
            sizes.merge(activation, (int) found.get(activation + SIZE)[0], Math::max);
        }
    }

    /** Returns the smallest value of an activation. */
    public float lowest(String activation) {
        return low.get(activation);
    }

    /** Returns the largest value of an activation. */
    public float highest(String activation) {
        return high.get(activation);
    }

    /** Returns the largest magnitude of an activation; 0 for one that was not looked at. */
    public float magnitude(String activation) {
        return Math.max(-low.getOrDefault(activation, 0f), high.getOrDefault(activation, 0f));
    }

    /** Returns the largest number of elements of an activation. */
    public int size(String activation) {
        return sizes.get(activation);
    }
}
