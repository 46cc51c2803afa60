package dev.darkroom.plugin.precision.int8;

import dev.darkroom.plugin.graph.onnx.DataType;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.Node;
import dev.darkroom.plugin.graph.onnx.TensorData;
import java.util.Optional;

/**
 * A convolution or matrix product with constant weights.
 *
 * @param node the operator
 * @param weights the name of its weights, an FP32 initialiser
 * @param axis the dimension of the weights that counts output channels
 */
record Layer(Node node, String weights, int axis) {

    /** Returns the layer that an operator is, if it is one. */
    static Optional<Layer> of(Node node, Graph graph) {
        if (!node.is("Conv", "MatMul", "Gemm")) {
            return Optional.empty();
        }
        TensorData weights = graph.initializers().get(node.input(1));
        if (weights == null || weights.type() != DataType.FLOAT) {
            return Optional.empty();
        }
        int rank = weights.dims().length;
        return switch (node.op()) {
            case "Conv" -> rank >= 3 ? Optional.of(new Layer(node, node.input(1), 0)) : Optional.empty();
            case "MatMul" -> rank == 2 ? Optional.of(new Layer(node, node.input(1), 1)) : Optional.empty();
            default -> {
                // Other forms of Gemm exist on paper; the integer kernel knows this one.
                boolean plain = node.integer("transA", 0) == 0
                        && node.number("alpha", 1) == 1
                        && node.number("beta", 1) == 1
                        && rank == 2;
                yield plain
                        ? Optional.of(new Layer(node, node.input(1), node.integer("transB", 0) == 1 ? 0 : 1))
                        : Optional.empty();
            }
        };
    }

    /** Returns the activation it reads. */
    String input() {
        return node.input(0);
    }

    /** Returns the activation it gives. */
    String output() {
        return node.output(0);
    }

    /** Returns the name of its bias, empty if it has none. */
    String bias() {
        return node.is("MatMul") ? "" : node.input(2);
    }

    /**
     * Returns whether the integer kernel wants its output quantised as well. Gemm's gives floats by itself; those of
     * convolutions and products with one quantised side do not, or are slower than the float ones.
     */
    boolean quantisesOutput() {
        return !node.is("Gemm");
    }
}
