package dev.darkroom.plugin.precision.int8;

import dev.darkroom.plugin.graph.onnx.DataType;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.Node;
import dev.darkroom.plugin.graph.onnx.TensorData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes matrix products with constant weights as few {@code Gemm}s. ONNX Runtime has an integer kernel for Gemm that adds the
 * bias and gives floats in one pass, where MatMul takes three: bytes, floats, bias. Products that read the same value - queries,
 * keys and values; the scales and shifts of all blocks - become one whose columns are split afterwards.
 */
final class Products {

    private static final String LEADING = "darkroom_leading";

    private final Graph graph;
    private final Map<String, List<Node>> consumers;
    private final List<Node> added = new ArrayList<>();
    private final Set<String> gone = new HashSet<>();
    private final Set<String> made = new HashSet<>();

    private Products(Graph graph) {
        this.graph = graph;
        this.consumers = graph.consumers();
    }

    /**
     * A product.
     *
     * @param node the operator
     * @param weights {@code [K,N]}, or {@code [N,K]} if transposed
     * @param transposed whether the weights are
     * @param bias the name of the bias, N values; empty if there is none
     * @param last the operator that gives the result
     */
    private record Product(Node node, TensorData weights, boolean transposed, String bias, Node last) {

        long columns() {
            return weights.dims()[transposed ? 0 : 1];
        }

        /** What products must share to become one. */
        String kind() {
            return node.input(0) + " " + node.op() + " " + transposed + " " + bias.isEmpty();
        }
    }

    /** Rewrites the products of a graph in place; what it computes does not change. */
    static void rewrite(Graph graph) {
        new Products(graph).run();
    }

    private void run() {
        Map<String, List<Product>> groups = graph.sorted().stream()
                .flatMap(node -> product(node).stream())
                .collect(Collectors.groupingBy(Product::kind, LinkedHashMap::new, Collectors.toList()));
        groups.values().stream()
                .filter(group -> group.size() > 1 || group.get(0).node().is("MatMul"))
                .forEach(this::merge);
        graph.rewrite(node -> node.outputs().stream().anyMatch(gone::contains) ? List.of() : List.of(node));
        added.forEach(graph::add);
        graph.removeUnused();
    }

    private List<Product> product(Node node) {
        return Layer.of(node, graph)
                .filter(layer -> !node.is("Conv"))
                .map(layer -> {
                    TensorData weights = graph.initializers().get(layer.weights());
                    if (node.is("Gemm")) {
                        return new Product(node, weights, layer.axis() == 0, layer.bias(), node);
                    }
                    Node last = bias(node, weights.dims()[1]);
                    String bias = last == node ? "" : last.input(last.input(0).equals(node.output(0)) ? 1 : 0);
                    return new Product(node, weights, false, bias, last);
                })
                .filter(product -> product.bias().isEmpty() || isBias(product.bias(), product.columns()))
                .map(List::of)
                .orElse(List.of());
    }

    /** Returns the addition of a bias behind a MatMul, or the MatMul itself. */
    private Node bias(Node node, long columns) {
        List<Node> users = consumers.getOrDefault(node.output(0), List.of());
        boolean alone = users.size() == 1
                && users.get(0).is("Add")
                && users.get(0).inputs().stream().anyMatch(input -> isBias(input, columns));
        return alone ? users.get(0) : node;
    }

    private boolean isBias(String name, long columns) {
        TensorData tensor = graph.initializers().get(name);
        return tensor != null
                && tensor.type() == DataType.FLOAT
                && tensor.dims().length == 1
                && tensor.dims()[0] == columns;
    }

    private void merge(List<Product> group) {
        Product first = group.get(0);
        String name = first.node().label() + (group.size() > 1 ? " and " + (group.size() - 1) + " beside it" : "");
        String stem = first.last().output(0);
        group.forEach(product -> {
            gone.add(product.node().output(0));
            gone.add(product.last().output(0));
        });
        boolean wide = first.node().is("MatMul");
        String input = wide
                ? flat(first.node().input(0), first.weights().dims()[0])
                : first.node().input(0);
        boolean alone = group.size() == 1;
        List<String> inputs =
                new ArrayList<>(List.of(input, alone ? first.node().input(1) : put(stem + "_weights", weights(group))));
        if (!first.bias().isEmpty()) {
            inputs.add(alone ? first.bias() : put(stem + "_bias", bias(group)));
        }
        String product = wide ? stem + "_rows" : alone ? stem : stem + "_all";
        added.add(Node.of("Gemm", name, inputs, List.of(product)).with("transB", first.transposed() ? 1L : 0L));
        if (wide) {
            String shaped = alone ? stem : stem + "_all";
            added.add(shaped(first.node().input(0), product, columns(group), shaped));
            product = shaped;
        }
        if (!alone) {
            added.add(split(group, product, stem));
        }
    }

    private Node split(List<Product> group, String joined, String stem) {
        long[] columns = group.stream().mapToLong(Product::columns).toArray();
        String sizes = put(stem + "_sizes", TensorData.longs(new long[] {columns.length}, columns));
        List<String> outputs =
                group.stream().map(member -> member.last().output(0)).toList();
        return Node.of("Split", stem + "_split", List.of(joined, sizes), outputs)
                .with("axis", -1L);
    }

    private static long columns(List<Product> group) {
        return group.stream().mapToLong(Product::columns).sum();
    }

    /** Returns a value as rows of the last dimension. */
    private String flat(String value, long width) {
        String flat = value + "_as_rows";
        if (made.add(flat)) {
            String shape = put("darkroom_rows_of_" + width, TensorData.longs(new long[] {2}, -1, width));
            added.add(Node.of("Reshape", flat, List.of(value, shape), List.of(flat)));
        }
        return flat;
    }

    /** Returns the operator that gives rows the leading dimensions of a value again. */
    private Node shaped(String like, String rows, long width, String output) {
        String leading = like + "_leading";
        if (made.add(leading)) {
            String from = put(LEADING + "_from", TensorData.longs(new long[] {1}, 0));
            String to = put(LEADING + "_to", TensorData.longs(new long[] {1}, -1));
            String dims = like + "_dims";
            added.add(Node.of("Shape", dims, List.of(like), List.of(dims)));
            added.add(Node.of("Slice", leading, List.of(dims, from, to), List.of(leading)));
        }
        String last = put("darkroom_width_" + width, TensorData.longs(new long[] {1}, width));
        String shape = output + "_target";
        added.add(
                Node.of("Concat", shape, List.of(leading, last), List.of(shape)).with("axis", 0L));
        return Node.of("Reshape", output + "_shaped", List.of(rows, shape), List.of(output));
    }

    private String put(String name, TensorData tensor) {
        graph.initializers().put(name, tensor);
        return name;
    }

    /** Returns the weights side by side, put together while they are written. */
    private static TensorData weights(List<Product> group) {
        Product first = group.get(0);
        boolean transposed = first.transposed();
        long depth = first.weights().dims()[transposed ? 1 : 0];
        long columns = columns(group);
        long[] dims = transposed ? new long[] {columns, depth} : new long[] {depth, columns};
        List<TensorData> parts = group.stream().map(Product::weights).toList();
        return TensorData.joined(parts, dims, transposed ? 0 : 1);
    }

    private TensorData bias(List<Product> group) {
        List<TensorData> parts = group.stream()
                .map(product -> graph.initializers().get(product.bias()))
                .toList();
        return TensorData.joined(parts, new long[] {columns(group)}, 0);
    }
}
