package dev.darkroom.plugin.graph.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;

/**
 * A declared value of a graph: an input, an output, or one in between whose type is written down.
 *
 * @param name its name
 * @param type its element type
 * @param dims its dimensions, each a number or the name of a symbol, {@code ?} where the file says neither
 */
public record Value(String name, DataType type, List<String> dims) {

    /** Copies the dimensions. */
    public Value {
        dims = List.copyOf(dims);
    }

    /** Returns this value with another element type. */
    public Value withType(DataType other) {
        return new Value(name, other, dims);
    }

    /** Returns this value with another name. */
    public Value withName(String other) {
        return new Value(other, type, dims);
    }

    static Value of(ValueInfoProto proto) {
        List<String> dims = new ArrayList<>();
        for (Dimension dim : proto.getType().getTensorType().getShape().getDimList()) {
            dims.add(
                    dim.hasDimValue()
                            ? Long.toString(dim.getDimValue())
                            : dim.getDimParam().isEmpty() ? "?" : dim.getDimParam());
        }
        return new Value(
                proto.getName(), DataType.of(proto.getType().getTensorType().getElemType()), dims);
    }

    ValueInfoProto proto() {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.code());
        tensor.getShapeBuilder();
        for (String dim : dims) {
            Dimension.Builder built = tensor.getShapeBuilder().addDimBuilder();
            if (dim.matches("\\d+")) {
                built.setDimValue(Long.parseLong(dim));
            } else if (!dim.equals("?")) {
                built.setDimParam(dim);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
