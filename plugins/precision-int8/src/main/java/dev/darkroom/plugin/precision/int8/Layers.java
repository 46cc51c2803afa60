package dev.darkroom.plugin.precision.int8;

import dev.darkroom.api.model.ModelException;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.Node;
import dev.darkroom.plugin.graph.onnx.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The layers of a network, and those of them that stay in float whatever is measured: the first and the last of each path,
 * through which every value of the picture goes at full range, and the embedding of the timestep, a vector whose product costs
 * nothing and whose error every other layer inherits.
 *
 * @param quantised the layers to quantise, in the order of the graph
 * @param kept why each other layer stays in float, by its label
 */
record Layers(List<Layer> quantised, Map<String, String> kept) {

    private static final String STATE = "sample";
    private static final String OTHER_STATE = "hidden_states";
    private static final String TIME = "time";

    /**
     * Complains about a graph that is no FP32 network.
     *
     * @throws ModelException if it is quantised already
     */
    static void requireFloat(Graph graph) {
        for (Node node : graph.nodes()) {
            if (node.op().contains("QuantizeLinear")
                    || node.op().contains("Integer")
                    || node.op().startsWith("QLinear")) {
                throw new ModelException(graph.name() + ": expected FP32 operators, found " + node.op() + " ("
                        + node.label() + "): it is quantised already; convert the FP32 graph");
            }
        }
    }

    /**
     * Sorts the layers of a network.
     *
     * @throws ModelException if it has none
     */
    static Layers of(Graph graph) {
        List<Node> order = graph.sorted();
        Map<String, Layer> layers = new LinkedHashMap<>();
        order.forEach(node -> Layer.of(node, graph).ifPresent(layer -> layers.put(layer.output(), layer)));
        Map<String, Boolean> fromState = new HashMap<>();
        Map<String, Boolean> afterLayer = new HashMap<>();
        graph.inputs()
                .forEach(input -> fromState.put(
                        input.name(), input.name().equals(STATE) || input.name().equals(OTHER_STATE)));
        for (Node node : order) {
            boolean state = any(node, fromState);
            boolean after =
                    any(node, afterLayer) || state && node.outputs().stream().anyMatch(layers::containsKey);
            node.outputs().forEach(output -> {
                fromState.put(output, state);
                afterLayer.put(output, after);
            });
        }
        Set<String> embedding = embedding(graph, order, fromState);
        Map<String, Boolean> beforeLayer = beforeLayer(graph, order, layers);
        List<Layer> quantised = new ArrayList<>();
        Map<String, String> kept = new LinkedHashMap<>();
        for (Layer layer : layers.values()) {
            boolean state = fromState.getOrDefault(layer.output(), false);
            if (!state && embedding.contains(layer.output())) {
                kept.put(layer.node().label(), "time embedding");
            } else if (state && !afterLayer.getOrDefault(layer.input(), false)) {
                kept.put(layer.node().label(), "first layer");
            } else if (!beforeLayer.getOrDefault(layer.output(), false)) {
                kept.put(layer.node().label(), "last layer");
            } else {
                quantised.add(layer);
            }
        }
        if (quantised.isEmpty()) {
            throw new ModelException(graph.name() + ": expected convolutions or matrix products with FP32 weights,"
                    + " found none that can be quantised");
        }
        return new Layers(quantised, kept);
    }

    /**
     * Returns the values that make up the embedding of the timestep: those that depend on it and not on the state, and what
     * is added to them, a summed-up prompt for instance.
     */
    private static Set<String> embedding(Graph graph, List<Node> order, Map<String, Boolean> fromState) {
        Set<String> embedding = new HashSet<>();
        graph.inputs().stream()
                .map(Value::name)
                .filter(name -> name.contains(TIME))
                .forEach(embedding::add);
        for (Node node : order) {
            if (!any(node, fromState) && node.inputs().stream().anyMatch(embedding::contains)) {
                embedding.addAll(node.outputs());
            }
        }
        for (int i = order.size() - 1; i >= 0; i--) {
            if (order.get(i).outputs().stream().anyMatch(embedding::contains)) {
                embedding.addAll(order.get(i).inputs());
            }
        }
        return embedding;
    }

    private static boolean any(Node node, Map<String, Boolean> of) {
        return node.inputs().stream().anyMatch(input -> of.getOrDefault(input, false));
    }

    /** Which values reach another layer: every value but those after the last. */
    private static Map<String, Boolean> beforeLayer(Graph graph, List<Node> order, Map<String, Layer> layers) {
        Map<String, Boolean> before = new HashMap<>();
        for (int i = order.size() - 1; i >= 0; i--) {
            Node node = order.get(i);
            boolean reaches = node.outputs().stream()
                    .anyMatch(output -> layers.containsKey(output) || before.getOrDefault(output, false));
            if (reaches) {
                node.inputs().forEach(input -> before.put(input, true));
            }
        }
        graph.outputs().forEach(output -> before.putIfAbsent(output.name(), false));
        return before;
    }
}
