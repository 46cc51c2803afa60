package dev.darkroom.plugin.graph.onnx.lint;

import dev.darkroom.plugin.graph.onnx.DataType;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.Node;
import dev.darkroom.plugin.graph.onnx.TensorData;
import java.util.Set;

/** The form a graph's arithmetic is written in. */
enum Form {
    /** 32-bit floats. */
    FP32("FP32"),
    /** Weights, and most operators, in halves. */
    FP16("FP16"),
    /** Float operators between QuantizeLinear and DequantizeLinear. */
    QDQ("QDQ"),
    /** Operators on integers, QLinearConv and its like. */
    QOPERATOR("QOperator"),
    /** Activations whose ranges are found at every call. */
    DYNAMIC("dynamically quantised"),
    /** Integer weights that become floats before they are used. */
    WEIGHT_ONLY("weight-only INT8");

    private static final Set<String> WEIGHT_ONLY_OPERATORS =
            Set.of("MatMulNBits", "MatMulBnb4", "GatherBlockQuantized");

    private final String text;

    Form(String text) {
        this.text = text;
    }

    /** Tells a graph's form by its operators. */
    static Form of(Graph graph) {
        boolean quantises = false;
        boolean dequantises = false;
        for (Node node : graph.nodes()) {
            if (node.op().equals("DynamicQuantizeLinear") || node.op().startsWith("DynamicQuantize")) {
                return DYNAMIC;
            }
            if (node.op().startsWith("QLinear") || node.op().equals("QGemm")) {
                return QOPERATOR;
            }
            quantises |= node.op().equals("QuantizeLinear");
            dequantises |= node.op().equals("DequantizeLinear") || WEIGHT_ONLY_OPERATORS.contains(node.op());
        }
        if (quantises) {
            return QDQ;
        }
        if (dequantises) {
            return WEIGHT_ONLY;
        }
        long half = bytes(graph, DataType.FLOAT16);
        return half > 0 && half >= bytes(graph, DataType.FLOAT) ? FP16 : FP32;
    }

    private static long bytes(Graph graph, DataType type) {
        return graph.initializers().values().stream()
                .filter(tensor -> tensor.type() == type)
                .mapToLong(TensorData::size)
                .sum();
    }

    @Override
    public String toString() {
        return text;
    }
}
