package dev.darkroom.plugin.graph.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The element types of a graph's values, inferred node by node from ONNX's operator schemas. Most operators give what they
 * take; the others are listed. A type that cannot be known is {@link DataType#UNDEFINED}.
 */
public final class ValueTypes {

    private static final Set<String> TRUTHS = Set.of(
            "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Not", "And", "Or", "Xor", "IsNaN", "IsInf");
    private static final Set<String> WHOLE = Set.of("Shape", "Size", "NonZero", "ArgMax", "ArgMin");

    private final Map<String, DataType> types = new HashMap<>();

    private ValueTypes() {}

    /**
     * Infers the types of every value.
     *
     * @throws GraphException if the graph has no order
     */
    public static ValueTypes of(Graph graph) {
        ValueTypes inferred = new ValueTypes();
        inferred.types.putAll(graph.declaredTypes());
        graph.outputs().forEach(output -> inferred.types.put(output.name(), output.type()));
        graph.inputs().forEach(input -> inferred.types.put(input.name(), input.type()));
        graph.initializers().forEach((name, tensor) -> inferred.types.put(name, tensor.type()));
        for (Node node : graph.sorted()) {
            for (int i = 0; i < node.outputs().size(); i++) {
                DataType type = inferred.output(node, i);
                if (type != DataType.UNDEFINED) {
                    inferred.types.put(node.output(i), type);
                }
            }
        }
        return inferred;
    }

    /** Returns the type of a value. */
    public DataType of(String value) {
        return types.getOrDefault(value, DataType.UNDEFINED);
    }

    private DataType output(Node node, int index) {
        if (TRUTHS.contains(node.op())) {
            return DataType.BOOL;
        }
        if (WHOLE.contains(node.op())) {
            return DataType.INT64;
        }
        return switch (node.op()) {
            case "Cast" -> DataType.of((int) node.integer("to", 0));
            case "CastLike" -> of(node.input(1));
            case "Constant" -> node.constant().map(TensorData::type).orElse(DataType.UNDEFINED);
            case "ConstantOfShape" -> node.tensor("value").map(TensorData::type).orElse(DataType.FLOAT);
            case "EyeLike", "RandomNormal", "RandomUniform", "RandomNormalLike", "RandomUniformLike" ->
                DataType.of((int) node.integer("dtype", DataType.FLOAT.code()));
            case "Where" -> of(node.input(1));
            case "OneHot" -> of(node.input(2));
            case "DequantizeLinear", "DynamicDequantizeLinear" -> of(node.input(1));
            case "QuantizeLinear" ->
                node.input(2).isEmpty()
                        ? DataType.of((int) node.integer("output_dtype", DataType.UINT8.code()))
                        : of(node.input(2));
            case "DynamicQuantizeLinear" -> index == 1 ? DataType.FLOAT : DataType.UINT8;
            case "QLinearConv", "QLinearMatMul" -> of(node.input(7));
            case "ConvInteger", "MatMulInteger" -> DataType.INT32;
            case "TopK", "MaxPool" -> index == 1 ? DataType.INT64 : of(node.input(0));
            case "Unique" -> index > 0 ? DataType.INT64 : of(node.input(0));
            case "If", "Loop", "Scan" -> DataType.UNDEFINED;
            default -> node.domain().isEmpty() ? of(node.input(0)) : DataType.UNDEFINED;
        };
    }
}
