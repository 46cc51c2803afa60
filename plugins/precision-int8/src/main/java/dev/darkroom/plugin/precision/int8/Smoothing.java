package dev.darkroom.plugin.precision.int8;

import dev.darkroom.plugin.graph.onnx.DataType;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.Node;
import dev.darkroom.plugin.graph.onnx.TensorData;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Moves the outliers of activation channels into the weights behind them (Xiao et al. 2023, "SmoothQuant", equation 4): scale
 * {@code s_j = max|x_j|^alpha / max|w_j|^(1-alpha)} divides channel j of a layer normalisation, whose weights take it at no
 * cost, and multiplies row j of every product that reads it.
 *
 * @param norm the layer normalisation
 * @param layers the products that read it, and nothing else does
 */
record Smoothing(Node norm, List<Layer> layers) {

    /** Returns what can be smoothed in a graph. */
    static List<Smoothing> in(Graph graph, List<Layer> layers) {
        Map<String, List<Node>> consumers = graph.consumers();
        List<Smoothing> found = new ArrayList<>();
        for (Node norm : graph.nodes()) {
            if (!norm.is("LayerNormalization") || !constant(graph, norm.input(1)) || !constant(graph, norm.input(2))) {
                continue;
            }
            Set<String> read = withRows(norm, consumers);
            List<Layer> readers = layers.stream()
                    .filter(layer ->
                            layer.node().is("MatMul", "Gemm") && layer.axis() == 1 && read.contains(layer.input()))
                    .toList();
            long users = read.stream()
                    .flatMap(value -> consumers.getOrDefault(value, List.of()).stream())
                    .filter(node -> !node.is("Shape") && !read.contains(node.output(0)))
                    .count();
            boolean shared = layers.stream()
                            .filter(layer -> readers.stream()
                                    .anyMatch(reader -> reader.weights().equals(layer.weights())))
                            .count()
                    > readers.size();
            if (!readers.isEmpty()
                    && !shared
                    && single(consumers, norm.input(1))
                    && single(consumers, norm.input(2))
                    && users == readers.size()) {
                found.add(new Smoothing(norm, readers));
            }
        }
        return found;
    }

    /** Returns what a normalisation gives, and the same as rows. */
    private static Set<String> withRows(Node norm, Map<String, List<Node>> consumers) {
        Set<String> values = new LinkedHashSet<>(List.of(norm.output(0)));
        consumers.getOrDefault(norm.output(0), List.of()).stream()
                .filter(node -> node.is("Reshape"))
                .forEach(node -> values.add(node.output(0)));
        return values;
    }

    /** Returns the activation that the layers read. */
    String activation() {
        return layers.get(0).input();
    }

    private static boolean single(Map<String, List<Node>> consumers, String value) {
        return consumers.getOrDefault(value, List.of()).size() == 1;
    }

    private static boolean constant(Graph graph, String name) {
        TensorData tensor = graph.initializers().get(name);
        return tensor != null && tensor.type() == DataType.FLOAT && tensor.dims().length == 1;
    }

    /**
     * Smooths a graph in place; what it computes does not change.
     *
     * @param largest the largest magnitude of each channel of the normalisation's output
     * @param alpha how much of the difficulty moves, 0.5 in the paper
     */
    void apply(Graph graph, float[] largest, double alpha) {
        int channels = largest.length;
        float[] weightMax = new float[channels];
        for (Layer layer : layers) {
            float[] weights = graph.initializers().get(layer.weights()).floats();
            int columns = weights.length / channels;
            for (int i = 0; i < weights.length; i++) {
                weightMax[i / columns] = Math.max(weightMax[i / columns], Math.abs(weights[i]));
            }
        }
        float[] s = new float[channels];
        for (int j = 0; j < channels; j++) {
            double scale = Math.pow(largest[j], alpha) / Math.pow(weightMax[j], 1 - alpha);
            s[j] = Double.isFinite(scale) && scale > 1e-5 ? (float) scale : 1;
        }
        for (int input = 1; input <= 2; input++) {
            scaled(graph, norm.input(input), s, true);
        }
        layers.stream().map(Layer::weights).distinct().forEach(weights -> scaled(graph, weights, s, false));
    }

    private static void scaled(Graph graph, String name, float[] s, boolean divide) {
        graph.initializers()
                .computeIfPresent(
                        name,
                        (key, tensor) -> tensor.map(DataType.FLOAT, source -> {
                            float[] values = source.floats();
                            int columns = values.length / s.length;
                            for (int i = 0; i < values.length; i++) {
                                values[i] = divide ? values[i] / s[i / columns] : values[i] * s[i / columns];
                            }
                            return TensorData.floats(source.dims(), values);
                        }));
    }
}
