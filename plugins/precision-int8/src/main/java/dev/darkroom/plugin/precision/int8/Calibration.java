package dev.darkroom.plugin.precision.int8;

import dev.darkroom.api.precision.Component;
import dev.darkroom.api.precision.ConversionTask;
import dev.darkroom.api.precision.Probe;
import dev.darkroom.api.precision.RecordedTensor;
import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.plugin.graph.onnx.DataType;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.Node;
import dev.darkroom.plugin.graph.onnx.TensorData;
import dev.darkroom.plugin.graph.onnx.Value;
import dev.darkroom.plugin.graph.onnx.probe.Extremes;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a network on what it was fed along real trajectories and looks at its activations: first at their extremes, which the
 * graph computes itself, then, if a histogram is wanted, at their values.
 */
final class Calibration {

    /** The most bytes of activations that are fetched at once. */
    private static final long AT_ONCE = 256L << 20;

    private static final String FLAT = "_flat";
    private static final String ONE_DIMENSION = "darkroom_one_dimension";

    private final ConversionTask task;
    private final Component network;
    private final List<String> activations;
    private final List<Map<String, RecordedTensor>> samples;
    private final Map<String, Range> extremes = new LinkedHashMap<>();
    private final Map<String, Integer> largest = new HashMap<>();
    private final Path source;
    private @Nullable Map<String, Histogram> histograms;

    /**
     * Finds the extremes.
     *
     * @param source the network's file
     * @param activations the values to look at
     * @param samples what it is run on; all of one batch size
     */
    Calibration(
            ConversionTask task,
            Component network,
            Path source,
            List<String> activations,
            List<Map<String, RecordedTensor>> samples) {
        this.task = task;
        this.network = network;
        this.activations = activations;
        this.samples = samples;
        this.source = source;
        Extremes found =
                Extremes.of(task, network, source, activations, samples, line -> task.progress("calibrating, " + line));
        activations.forEach(activation -> {
            extremes.put(activation, new Range(found.lowest(activation), found.highest(activation)));
            largest.put(activation, found.size(activation));
        });
    }

    /** Returns the smallest and largest value of each activation. */
    Map<String, Range> extremes() {
        return new HashMap<>(extremes);
    }

    /** Returns the distribution of each activation. */
    Map<String, Histogram> histograms() {
        Map<String, Histogram> known = histograms;
        if (known == null) {
            known = count();
            histograms = known;
        }
        return known;
    }

    private Map<String, Histogram> count() {
        Map<String, Histogram> counted = new HashMap<>();
        activations.forEach(activation -> counted.put(activation, new Histogram(extremes.get(activation))));
        fetch(activations, (name, values) -> counted.get(name).add(FloatBuffer.wrap(values)));
        return counted;
    }

    /**
     * Returns the largest magnitude of each channel of activations.
     *
     * @param channels the size of the last dimension by activation
     */
    Map<String, float[]> channelMaxima(Map<String, Integer> channels) {
        Map<String, float[]> maxima = new HashMap<>();
        channels.forEach((name, count) -> maxima.put(name, new float[count]));
        fetch(List.copyOf(channels.keySet()), (name, values) -> {
            float[] largestOf = maxima.get(name);
            for (int i = 0; i < values.length; i++) {
                int channel = i % largestOf.length;
                largestOf[channel] = Math.max(largestOf[channel], Math.abs(values[i]));
            }
        });
        return maxima;
    }

    private void fetch(List<String> names, BiConsumer<String, float[]> values) {
        Graph graph = Graph.read(source);
        graph.initializers().put(ONE_DIMENSION, TensorData.longs(new long[] {1}, -1));
        for (String activation : names) {
            graph.add(Node.of(
                    "Reshape", activation + FLAT, List.of(activation, ONE_DIMENSION), List.of(activation + FLAT)));
            graph.outputs().add(new Value(activation + FLAT, DataType.FLOAT, List.of("?")));
        }
        List<List<String>> groups = groups(names);
        Path file = task.scratch().resolve("values.onnx");
        graph.save(file);
        try (Probe probe = new Probe(task.runtime(), file, task.dimensions(network), task.cancellation())) {
            for (int i = 0; i < samples.size(); i++) {
                for (List<String> group : groups) {
                    List<Probe.Wanted> wanted = group.stream()
                            .map(name -> new Probe.Wanted(name + FLAT, ElementType.FLOAT32, largest.get(name)))
                            .toList();
                    probe.run(samples.get(i), wanted)
                            .forEach((name, found) ->
                                    values.accept(name.substring(0, name.length() - FLAT.length()), found));
                }
                task.progress("calibrating, values: call " + (i + 1) + " of " + samples.size());
            }
        }
    }

    private List<List<String>> groups(List<String> names) {
        List<List<String>> groups = new ArrayList<>(List.of(new ArrayList<>()));
        long bytes = 0;
        for (String activation : names) {
            bytes += 4L * largest.get(activation);
            if (bytes > AT_ONCE && !groups.get(groups.size() - 1).isEmpty()) {
                groups.add(new ArrayList<>());
                bytes = 4L * largest.get(activation);
            }
            groups.get(groups.size() - 1).add(activation);
        }
        return groups;
    }
}
