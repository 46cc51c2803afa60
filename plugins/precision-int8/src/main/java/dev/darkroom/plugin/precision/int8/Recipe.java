package dev.darkroom.plugin.precision.int8;

import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.precision.Component;
import dev.darkroom.api.precision.ConversionTask;
import dev.darkroom.plugin.graph.onnx.Graph;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A way to quantise a network.
 *
 * @param name what people call it, {@code percentile, smoothed}
 * @param base the FP32 network, smoothed or not
 * @param ranges the range of every activation
 */
record Recipe(String name, Path base, Map<String, Range> ranges) {

    /** How ranges are read off what calibration saw. */
    enum Ranges {
        /** The extremes: nothing is clipped. */
        MINMAX,
        /** All but the rarest values. */
        PERCENTILE,
        /** What loses the least information. */
        ENTROPY;

        Map<String, Range> of(Calibration calibration, double percentile) {
            if (this == MINMAX) {
                return calibration.extremes();
            }
            Map<String, Range> ranges = new HashMap<>();
            calibration
                    .histograms()
                    .forEach((name, histogram) -> ranges.put(
                            name, this == PERCENTILE ? histogram.percentile(percentile / 100) : histogram.entropy()));
            return ranges;
        }
    }

    /** Writes the network with some of its layers quantised, named by their labels. */
    void write(Path target, Set<String> labels) {
        Graph graph = Graph.read(base);
        List<Layer> layers = Layers.of(graph).quantised().stream()
                .filter(layer -> labels.contains(layer.node().label()))
                .toList();
        Quantiser.quantise(graph, layers, ranges);
        graph.notes().put("darkroom.precision", "int8, ranges " + name);
        graph.save(target);
    }

    /** Writes the network with every layer smoothed that can be. */
    static void writeSmoothed(
            Graph graph, Collection<Smoothing> smoothings, Map<String, float[]> maxima, double alpha, Path target) {
        smoothings.forEach(smoothing -> smoothing.apply(graph, maxima.get(smoothing.activation()), alpha));
        graph.save(target);
    }

    /** Returns the network of a task. */
    static Component networkOf(ConversionTask task) {
        return task.components().stream()
                .filter(component -> component.role() == Component.Role.NETWORK)
                .findFirst()
                .orElseThrow(
                        () -> new ModelException(task.model().id() + ": expected a network to convert, found none"));
    }
}
