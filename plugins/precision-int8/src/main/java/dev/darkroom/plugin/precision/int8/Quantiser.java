package dev.darkroom.plugin.precision.int8;

import dev.darkroom.plugin.graph.onnx.DataType;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.Node;
import dev.darkroom.plugin.graph.onnx.TensorData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Puts QuantizeLinear/DequantizeLinear pairs around layers. A layer's weights become bytes with a DequantizeLinear of their
 * own; an engine without integer kernels computes the same in float.
 */
final class Quantiser {

    /** Scales a channel came to DequantizeLinear with operator set 13. */
    static final long OPSET = 13;

    private final Graph graph;
    private final Map<String, Range> ranges;
    private final Map<String, String> quantised = new HashMap<>();
    private final List<Node> added = new ArrayList<>();

    private Quantiser(Graph graph, Map<String, Range> ranges) {
        this.graph = graph;
        this.ranges = ranges;
    }

    /**
     * Quantises layers of a graph in place.
     *
     * @param ranges the range of every activation that {@link #activations} names
     */
    static void quantise(Graph graph, Collection<Layer> layers, Map<String, Range> ranges) {
        graph.requireOpset(OPSET);
        new Quantiser(graph, ranges).run(layers);
    }

    /** Returns the activations whose ranges are needed, each once. */
    static List<String> activations(Collection<Layer> layers) {
        return layers.stream()
                .flatMap(layer ->
                        layer.quantisesOutput() ? Stream.of(layer.input(), layer.output()) : Stream.of(layer.input()))
                .distinct()
                .toList();
    }

    private void run(Collection<Layer> layers) {
        Map<String, Layer> byOutput = new HashMap<>();
        Map<String, String> outputs = new HashMap<>();
        for (Layer layer : layers) {
            byOutput.put(layer.output(), layer);
            if (layer.quantisesOutput()) {
                outputs.put(layer.output(), pair(layer.output()));
            }
        }
        graph.rewrite(node -> {
            Layer layer = node.outputs().isEmpty() ? null : byOutput.get(node.output(0));
            // What a layer gives is used quantised by all: the kernel gives nothing else.
            Node renamed = node.renameInputs(input -> outputs.getOrDefault(input, input));
            return List.of(layer == null ? renamed : quantised(renamed, layer));
        });
        added.forEach(graph::add);
        graph.removeUnused();
    }

    private Node quantised(Node node, Layer layer) {
        ChannelWeights weights = new ChannelWeights(graph.initializers().get(layer.weights()), layer.axis());
        float inputScale = ranges.get(layer.input()).scale();
        Node changed = node.withInput(0, pair(layer.input())).withInput(1, weights(layer, weights));
        TensorData bias = graph.initializers().get(layer.bias());
        return bias == null || bias.dims().length != 1
                ? changed
                : changed.withInput(2, bias(layer, weights, bias, inputScale));
    }

    /** Returns the name of an activation after quantisation and back. */
    private String pair(String activation) {
        String known = quantised.get(activation);
        if (known != null) {
            return known;
        }
        Range range = ranges.get(activation);
        String scale = put(activation + "_scale", TensorData.floats(new long[0], range.scale()));
        String zero = put(
                activation + "_zero_point", TensorData.bytes(DataType.UINT8, new long[0], (byte) range.zeroPoint()));
        String bytes = activation + "_quantized";
        String back = activation + "_dequantized";
        add(Node.of(
                "QuantizeLinear", activation + "_QuantizeLinear", List.of(activation, scale, zero), List.of(bytes)));
        add(Node.of("DequantizeLinear", activation + "_DequantizeLinear", List.of(bytes, scale, zero), List.of(back)));
        quantised.put(activation, back);
        return back;
    }

    private String weights(Layer layer, ChannelWeights weights) {
        String name = layer.weights();
        String back = name + "_dequantized";
        if (quantised.putIfAbsent(name, back) != null) {
            return back;
        }
        float[] scales = weights.scales();
        String bytes = put(name + "_quantized", weights.bytes());
        String scale = put(name + "_scale", TensorData.floats(new long[] {scales.length}, scales));
        String zero = put(
                name + "_zero_point",
                TensorData.bytes(DataType.INT8, new long[] {scales.length}, new byte[scales.length]));
        add(Node.of("DequantizeLinear", name + "_DequantizeLinear", List.of(bytes, scale, zero), List.of(back))
                .with("axis", layer.axis()));
        return back;
    }

    private String bias(Layer layer, ChannelWeights weights, TensorData bias, float inputScale) {
        // A bias may be shared by layers whose scales differ.
        String name = layer.node().label() + "/" + layer.bias();
        String whole = put(name + "_quantized", TensorData.ints(bias.dims(), weights.bias(bias.floats(), inputScale)));
        String scale = put(name + "_scale", TensorData.floats(bias.dims(), weights.biasScales(inputScale)));
        String zero =
                put(name + "_zero_point", TensorData.ints(bias.dims(), new int[Math.toIntExact(bias.elements())]));
        String back = name + "_dequantized";
        add(Node.of("DequantizeLinear", name + "_DequantizeLinear", List.of(whole, scale, zero), List.of(back))
                .with("axis", 0L));
        return back;
    }

    private String put(String name, TensorData tensor) {
        graph.initializers().put(name, tensor);
        return name;
    }

    private void add(Node node) {
        added.add(node);
    }
}
