package dev.darkroom.plugin.precision.fp16;

import dev.darkroom.api.runtime.HalfFloats;
import dev.darkroom.plugin.graph.onnx.DataType;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.Node;
import dev.darkroom.plugin.graph.onnx.TensorData;
import dev.darkroom.plugin.graph.onnx.Value;
import dev.darkroom.plugin.graph.onnx.ValueTypes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns an FP32 graph into one of halves. Every operator is of one kind, half or float; where one kind feeds the other a Cast
 * stands between, one a value.
 */
final class HalfGraph {

    /** Inputs that ONNX wants in FP32 whatever the others are. */
    private static final Map<String, Set<Integer>> FLOAT_INPUTS =
            Map.of("Resize", Set.of(1, 2), "Dropout", Set.of(1), "GroupNormalization", Set.of());

    private final Graph graph;
    private final ValueTypes types;
    private final Set<Node> floats;
    private final Map<String, TensorData> constants = new HashMap<>();
    private final Map<String, String> casts = new HashMap<>();
    private final List<Node> added = new ArrayList<>();
    private final Map<String, DataType> actual = new HashMap<>();

    private HalfGraph(Graph graph, Set<Node> floats) {
        this.graph = graph;
        this.floats = floats;
        this.types = ValueTypes.of(graph);
    }

    /**
     * Converts a graph in place.
     *
     * @param floats the operators that stay in FP32
     * @param halfEdges whether inputs and outputs become halves too
     */
    static void convert(Graph graph, Set<Node> floats, boolean halfEdges) {
        new HalfGraph(graph, floats).run(halfEdges);
    }

    private void run(boolean halfEdges) {
        graph.inputs().forEach(input -> {
            if (isFloat(input.name())) {
                actual.put(input.name(), halfEdges ? DataType.FLOAT16 : DataType.FLOAT);
            }
        });
        for (Node node : graph.nodes()) {
            boolean constant = node.is("Constant");
            if (constant && isFloat(node.output(0))) {
                graph.constant(node.output(0)).ifPresent(tensor -> constants.put(node.output(0), tensor));
            }
            node.outputs().stream().filter(this::isFloat).forEach(output -> actual.put(output, kindOf(node)));
        }
        graph.initializers().forEach((name, tensor) -> {
            if (tensor.type() == DataType.FLOAT) {
                constants.put(name, tensor);
            }
        });
        graph.rewrite(node -> List.of(node.is("Constant") ? node : converted(node)));
        edges(halfEdges);
        added.forEach(graph::add);
        graph.removeUnused();
    }

    private boolean isFloat(String value) {
        return types.of(value) == DataType.FLOAT;
    }

    private DataType kindOf(Node node) {
        return floats.contains(node) ? DataType.FLOAT : DataType.FLOAT16;
    }

    private Node converted(Node node) {
        DataType kind = kindOf(node);
        Node changed = node;
        Set<Integer> floatInputs = FLOAT_INPUTS.getOrDefault(node.op(), Set.of());
        // A Cast takes anything.
        for (int i = 0; i < node.inputs().size() && !node.is("Cast"); i++) {
            if (!node.input(i).isEmpty() && isFloat(node.input(i))) {
                changed = changed.withInput(i, as(floatInputs.contains(i) ? DataType.FLOAT : kind, node.input(i)));
            }
        }
        if (node.is("Cast") && node.integer("to", 0) == DataType.FLOAT.code()) {
            changed = changed.with("to", kind.code());
        }
        if (node.is("ConstantOfShape") && kind == DataType.FLOAT16 && isFloat(node.output(0))) {
            float value = node.tensor("value").map(tensor -> tensor.floats()[0]).orElse(0f);
            changed = changed.with("value", TensorData.halves(new long[] {1}, value));
        }
        return changed;
    }

    /** Returns the name of a value as one of a type. */
    private String as(DataType type, String value) {
        TensorData constant = constants.get(value);
        if (constant != null) {
            return type == DataType.FLOAT ? value : halved(value, constant);
        }
        if (actual.getOrDefault(value, type) == type) {
            return value;
        }
        return casts.computeIfAbsent(value, key -> {
            String cast = value + (type == DataType.FLOAT ? "_float" : "_half");
            added.add(cast(value, cast, type));
            return cast;
        });
    }

    private static Node cast(String from, String to, DataType type) {
        return Node.of("Cast", to + "_Cast", List.of(from), List.of(to)).with("to", type.code());
    }

    private String halved(String name, TensorData tensor) {
        String half = name + "_half";
        graph.initializers().computeIfAbsent(half, key -> tensor.map(DataType.FLOAT16, HalfGraph::halves));
        return half;
    }

    /** Values beyond the largest half become that half: masks are made of such, and infinity minus itself is NaN. */
    private static TensorData halves(TensorData source) {
        float[] values = source.floats();
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            boolean beyond = Float.isFinite(value) && Math.abs(value) >= 65520;
            bytes.putShort(HalfFloats.toHalf(beyond ? Math.copySign(65504f, value) : value));
        }
        return TensorData.of(DataType.FLOAT16, source.dims(), bytes::flip);
    }

    private void edges(boolean halfEdges) {
        if (halfEdges) {
            graph.inputs().replaceAll(input -> isFloat(input.name()) ? input.withType(DataType.FLOAT16) : input);
        }
        for (int i = 0; i < graph.outputs().size(); i++) {
            Value output = graph.outputs().get(i);
            DataType wanted = halfEdges ? DataType.FLOAT16 : DataType.FLOAT;
            if (!isFloat(output.name())) {
                continue;
            }
            graph.outputs().set(i, output.withType(wanted));
            if (actual.get(output.name()) != wanted) {
                String inner = output.name() + "_inner";
                graph.rewrite(node -> List.of(renamed(node, output.name(), inner)));
                added.replaceAll(node -> node.renameInputs(input -> input.equals(output.name()) ? inner : input));
                added.add(cast(inner, output.name(), wanted));
            }
        }
    }

    private static Node renamed(Node node, String from, String to) {
        Node changed = node.renameInputs(input -> input.equals(from) ? to : input);
        for (int k = 0; k < node.outputs().size(); k++) {
            if (node.output(k).equals(from)) {
                changed = changed.withOutput(k, to);
            }
        }
        return changed;
    }
}
