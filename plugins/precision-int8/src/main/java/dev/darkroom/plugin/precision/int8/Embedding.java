package dev.darkroom.plugin.precision.int8;

import dev.darkroom.plugin.graph.onnx.DataType;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.Node;
import dev.darkroom.plugin.graph.onnx.TensorData;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Some outputs of a Gemm with constant weights, plus a constant, spread over a map's rows and columns: what a block scales or
 * shifts its maps by. {@code value = W[first, first + count) e + bias + plus}, seen as {@code [n,count,1,1]}.
 *
 * @param gemm the product, its weights transposed, {@code [N,K]}
 * @param weights those weights
 * @param bias its N biases
 * @param first the first output
 * @param count the number of outputs
 * @param plus what is added
 */
record Embedding(Node gemm, TensorData weights, TensorData bias, int first, int count, float plus) {

    /** Returns what a value of a graph is, if it is one. */
    static Optional<Embedding> of(String value, Graph graph, Map<String, Node> producers) {
        Node node = producers.get(value);
        if (node == null) {
            return Optional.empty();
        }
        if (node.is("Add")) {
            return node.inputs().stream()
                    .filter(input -> graph.constant(input)
                            .filter(tensor -> tensor.elements() == 1)
                            .isPresent())
                    .findFirst()
                    .flatMap(one -> of(node.input(node.input(0).equals(one) ? 1 : 0), graph, producers)
                            .map(part ->
                                    part.plus(graph.constant(one).orElseThrow().floats()[0])));
        }
        if (node.is("Slice")) {
            return whole(producers.get(node.input(0)), graph, producers)
                    .flatMap(all -> all.slice(node, graph, producers));
        }
        return Optional.empty();
    }

    private Embedding plus(float more) {
        return new Embedding(gemm, weights, bias, first, count, plus + more);
    }

    /** Returns all outputs of the product behind an {@code Unsqueeze} or two. */
    private static Optional<Embedding> whole(Node node, Graph graph, Map<String, Node> producers) {
        if (node == null) {
            return Optional.empty();
        }
        if (node.is("Unsqueeze")) {
            return whole(producers.get(node.input(0)), graph, producers);
        }
        TensorData weights = graph.initializers().get(node.input(1));
        TensorData bias = graph.initializers().get(node.input(2));
        boolean known = Layer.of(node, graph).isPresent()
                && node.is("Gemm")
                && node.integer("transB", 0) == 1
                && bias != null
                && bias.dims().length == 1;
        return known
                ? Optional.of(new Embedding(node, weights, bias, 0, Math.toIntExact(weights.dims()[0]), 0))
                : Optional.empty();
    }

    private Optional<Embedding> slice(Node slice, Graph graph, Map<String, Node> producers) {
        OptionalLong from = number(slice.input(1), graph, producers);
        OptionalLong to = number(slice.input(2), graph, producers);
        OptionalLong axis = number(slice.input(3), graph, producers);
        OptionalLong step = slice.input(4).isEmpty() ? OptionalLong.of(1) : number(slice.input(4), graph, producers);
        if (from.isEmpty()
                || from.getAsLong() < 0
                || to.isEmpty()
                || !axis.equals(OptionalLong.of(1))
                || !step.equals(OptionalLong.of(1))) {
            return Optional.empty();
        }
        int end = (int) Math.min(count, to.getAsLong());
        int start = (int) Math.min(count, from.getAsLong());
        return end > start
                ? Optional.of(new Embedding(gemm, weights, bias, start, end - start, plus))
                : Optional.empty();
    }

    /** Works out a whole number that exporters write as arithmetic on the number of outputs, {@code Shape(x)[1] / 2}. */
    private OptionalLong number(String value, Graph graph, Map<String, Node> producers) {
        Optional<TensorData> constant = graph.constant(value);
        if (constant.isPresent()) {
            return constant.get().elements() == 1
                    ? OptionalLong.of(constant.get().longs()[0])
                    : OptionalLong.empty();
        }
        Node node = producers.get(value);
        if (node == null) {
            return OptionalLong.empty();
        }
        if (node.is("Gather")) {
            Node shape = producers.get(node.input(0));
            boolean outputs = shape != null
                    && shape.is("Shape")
                    && number(node.input(1), graph, producers).equals(OptionalLong.of(1))
                    && whole(producers.get(shape.input(0)), graph, producers)
                            .map(Embedding::gemm)
                            .filter(other -> other.output(0).equals(gemm.output(0)))
                            .isPresent();
            return outputs ? OptionalLong.of(weights.dims()[0]) : OptionalLong.empty();
        }
        if (!node.is("Add", "Sub", "Mul", "Div")) {
            return OptionalLong.empty();
        }
        OptionalLong a = number(node.input(0), graph, producers);
        OptionalLong b = number(node.input(1), graph, producers);
        if (a.isEmpty() || b.isEmpty() || node.is("Div") && b.getAsLong() == 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                switch (node.op()) {
                    case "Add" -> a.getAsLong() + b.getAsLong();
                    case "Sub" -> a.getAsLong() - b.getAsLong();
                    case "Mul" -> a.getAsLong() * b.getAsLong();
                    default -> a.getAsLong() / b.getAsLong();
                });
    }

    /**
     * Returns the weights of {@code gain * this + other}, computed while they are written.
     *
     * @param gain a factor an output
     * @param other of the same product and count, or {@code null} for none
     */
    TensorData weights(float[] gain, @Nullable Embedding other) {
        int depth = Math.toIntExact(weights.dims()[1]);
        long[] dims = {count, depth};
        return TensorData.of(DataType.FLOAT, dims, () -> {
            float[] all = weights.floats();
            float[] rows = new float[count * depth];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = gain[i / depth] * all[first * depth + i] + (other == null ? 0 : all[other.first * depth + i]);
            }
            return TensorData.floats(dims, rows).bytes();
        });
    }

    /**
     * Returns the biases of {@code gain * this + other}.
     *
     * @param gain a factor an output
     * @param other of the same product and count, or {@code null} for none
     */
    TensorData bias(float[] gain, @Nullable Embedding other) {
        float[] all = bias.floats();
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = gain[i] * (all[first + i] + plus) + (other == null ? 0 : all[other.first + i] + other.plus);
        }
        return TensorData.floats(new long[] {count}, values);
    }

    /** Returns whether another is a part of the same product, as long as this. */
    boolean goesWith(Embedding other) {
        return other.gemm.output(0).equals(gemm.output(0)) && other.count == count;
    }
}
