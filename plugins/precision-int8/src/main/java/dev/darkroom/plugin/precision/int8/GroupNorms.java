package dev.darkroom.plugin.precision.int8;

import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.Node;
import dev.darkroom.plugin.graph.onnx.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes group normalisations (Wu and He 2018, equation 6) with fewer passes over their maps. Exporters spell one as
 * {@code Reshape, InstanceNormalization, Reshape, Mul, Add}, and a block that scales and shifts by the timestep appends
 * another {@code Mul, Add} (Dhariwal and Nichol 2021, "AdaGN", section 3). With n the normalised map
 *
 * <pre>gamma n + beta               one BatchNormalization of mean 0 and variance 1
 * (gamma n + beta) s + t       n (gamma s) + (beta s + t): two passes over maps, not four</pre>
 *
 * <p>Where s and t are parts of a product of the timestep's embedding, gamma and beta go into its weights.
 */
final class GroupNorms {

    private static final String AXES = "darkroom_rows_and_columns";

    private final Graph graph;
    private final Map<String, Node> producers;
    private final Map<String, List<Node>> consumers;
    private final Map<String, List<Node>> replacements = new HashMap<>();

    private GroupNorms(Graph graph) {
        this.graph = graph;
        this.producers = graph.producers();
        this.consumers = graph.consumers();
    }

    /** Rewrites every group normalisation of a graph in place; what it computes does not change. */
    static void rewrite(Graph graph) {
        GroupNorms norms = new GroupNorms(graph);
        graph.nodes().stream()
                .filter(node -> node.is("InstanceNormalization") && norms.onlyNormalises(node))
                .forEach(node -> norms.onlyUser(node.output(0), "Reshape")
                        .flatMap(back -> norms.onlyUser(back.output(0), "Mul"))
                        .ifPresent(norms::affine));
        graph.rewrite(node -> node.outputs().isEmpty()
                ? List.of(node)
                : norms.replacements.getOrDefault(node.output(0), List.of(node)));
        graph.removeUnused();
    }

    private boolean onlyNormalises(Node norm) {
        return all(norm.input(1), 1) && all(norm.input(2), 0);
    }

    private boolean all(String constant, float value) {
        return graph.constant(constant)
                .filter(tensor -> floatsOf(tensor, value))
                .isPresent();
    }

    private static boolean floatsOf(TensorData tensor, float value) {
        for (float found : tensor.floats()) {
            if (found != value) {
                return false;
            }
        }
        return true;
    }

    private Optional<Node> onlyUser(String value, String op) {
        List<Node> users = consumers.getOrDefault(value, List.of());
        return users.size() == 1 && users.get(0).is(op) ? Optional.of(users.get(0)) : Optional.empty();
    }

    /** Rewrites what follows a normalised map. */
    private void affine(Node gain) {
        Optional<Node> shifted = onlyUser(gain.output(0), "Add");
        if (shifted.isEmpty()) {
            return;
        }
        Node shift = shifted.get();
        Optional<String> gamma = channels(gain);
        Optional<String> beta = channels(shift);
        if (gamma.isEmpty() || beta.isEmpty()) {
            return;
        }
        String map = other(gain, gamma.get());
        Optional<Node> scaling = onlyUser(shift.output(0), "Mul");
        Optional<Node> moving = scaling.flatMap(node -> onlyUser(node.output(0), "Add"));
        if (moving.isPresent()) {
            modulated(map, gamma.get(), beta.get(), List.of(gain, shift, scaling.get(), moving.get()));
        } else {
            plain(map, gamma.get(), beta.get(), gain, shift);
        }
    }

    /** Returns the constant input of an operator if it has one value a channel, {@code [C,1,1]} or {@code [1,C,1,1]}. */
    private Optional<String> channels(Node node) {
        return node.inputs().stream()
                .filter(input -> graph.constant(input)
                        .map(TensorData::dims)
                        .filter(dims -> dims.length >= 3
                                && dims.length <= 4
                                && dims[dims.length - 1] == 1
                                && dims[dims.length - 2] == 1
                                && (dims.length == 3 || dims[0] == 1))
                        .isPresent())
                .findFirst();
    }

    private static String other(Node node, String input) {
        return node.input(0).equals(input) ? node.input(1) : node.input(0);
    }

    private void plain(String map, String gamma, String beta, Node gain, Node shift) {
        TensorData weights = graph.constant(gamma).orElseThrow();
        int channels = Math.toIntExact(weights.elements());
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        List<String> inputs = new ArrayList<>(List.of(map));
        inputs.add(vector(gamma, weights.floats()));
        inputs.add(vector(beta, graph.constant(beta).orElseThrow().floats()));
        inputs.add(vector("darkroom_mean_" + channels, new float[channels]));
        inputs.add(vector("darkroom_variance_" + channels, ones));
        remove(gain);
        replacements.put(
                shift.output(0),
                List.of(Node.of("BatchNormalization", shift.label() + "_affine", inputs, List.of(shift.output(0)))
                        .with("epsilon", 0f)));
    }

    private String vector(String name, float[] values) {
        String vector = name + "_vector";
        graph.initializers().put(vector, TensorData.floats(new long[] {values.length}, values));
        return vector;
    }

    /** The parts of {@code (map gamma + beta) s + t}, in this order. */
    private void modulated(String map, String gamma, String beta, List<Node> parts) {
        Node scaling = parts.get(2);
        Node moving = parts.get(3);
        String scale = other(scaling, parts.get(1).output(0));
        String shift = other(moving, scaling.output(0));
        String name = moving.output(0);
        String product = name + "_product";
        List<Node> nodes = new ArrayList<>(
                embedded(scale, shift, gamma, beta, name).orElseGet(() -> computed(scale, shift, gamma, beta, name)));
        nodes.add(Node.of("Mul", product, List.of(map, factor(name)), List.of(product)));
        nodes.add(Node.of("Add", name + "_affine", List.of(product, offset(name)), List.of(name)));
        parts.forEach(this::remove);
        replacements.put(name, nodes);
    }

    /** Computes {@code gamma s} and {@code beta s + t}, which are small, from s and t. */
    private static List<Node> computed(String scale, String shift, String gamma, String beta, String name) {
        String scaled = offset(name) + "_scaled";
        return List.of(
                Node.of("Mul", factor(name), List.of(scale, gamma), List.of(factor(name))),
                Node.of("Mul", scaled, List.of(scale, beta), List.of(scaled)),
                Node.of("Add", offset(name), List.of(scaled, shift), List.of(offset(name))));
    }

    /** Computes them right away where s and t come from one product: its weights take gamma and beta. */
    private Optional<List<Node>> embedded(String scale, String shift, String gamma, String beta, String name) {
        float[] gain = graph.constant(gamma).orElseThrow().floats();
        float[] lift = graph.constant(beta).orElseThrow().floats();
        return Embedding.of(scale, graph, producers)
                .filter(part -> part.count() == gain.length && part.count() == lift.length)
                .flatMap(s -> Embedding.of(shift, graph, producers)
                        .filter(s::goesWith)
                        .map(t -> {
                            List<Node> nodes = new ArrayList<>(
                                    product(s, factor(name), s.weights(gain, null), s.bias(gain, null)));
                            nodes.addAll(product(s, offset(name), s.weights(lift, t), s.bias(lift, t)));
                            return nodes;
                        }));
    }

    private List<Node> product(Embedding part, String name, TensorData weights, TensorData bias) {
        graph.initializers().put(name + "_weights", weights);
        graph.initializers().put(name + "_bias", bias);
        graph.initializers().put(AXES, TensorData.longs(new long[] {2}, 2, 3));
        List<String> inputs = List.of(part.gemm().input(0), name + "_weights", name + "_bias");
        return List.of(
                Node.of("Gemm", name + "_product", inputs, List.of(name + "_vector"))
                        .with("transB", 1L),
                Node.of("Unsqueeze", name, List.of(name + "_vector", AXES), List.of(name)));
    }

    private static String factor(String name) {
        return name + "_factor";
    }

    private static String offset(String name) {
        return name + "_offset";
    }

    private void remove(Node node) {
        replacements.put(node.output(0), List.of());
    }
}
