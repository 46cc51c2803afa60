package dev.darkroom.plugin.graph.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX graph that can be edited. Not thread-safe.
 *
 * <pre>{@code
 * Graph graph = Graph.read(Path.of("unet/model.onnx"));
 * graph.rewrite(node -> node.is("Dropout") ? List.of() : List.of(node));
 * graph.save(Path.of("unet/model.fp16.onnx"));
 * }</pre>
 */
public final class Graph {

    private final String name;
    private final ModelProto frame;
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final Map<String, DataType> declared = new HashMap<>();
    private final Map<String, TensorData> initializers;
    private final Map<String, String> notes = new LinkedHashMap<>();
    private List<Node> nodes = new ArrayList<>();

    Graph(String name, ModelProto model, Map<String, TensorData> initializers) {
        this.name = name;
        this.initializers = new LinkedHashMap<>(initializers);
        model.getGraph().getNodeList().forEach(node -> nodes.add(new Node(node)));
        model.getGraph().getInputList().stream()
                // Old files list their weights among the inputs.
                .filter(input -> !initializers.containsKey(input.getName()))
                .forEach(input -> inputs.add(Value.of(input)));
        model.getGraph().getOutputList().forEach(output -> outputs.add(Value.of(output)));
        model.getGraph().getValueInfoList().stream()
                .map(Value::of)
                .forEach(value -> declared.put(value.name(), value.type()));
        model.getMetadataPropsList().forEach(entry -> notes.put(entry.getKey(), entry.getValue()));
        ModelProto.Builder rest = model.toBuilder().clearMetadataProps();
        rest.getGraphBuilder()
                .clearNode()
                .clearInput()
                .clearOutput()
                .clearInitializer()
                // Types of values in between may change; engines infer them anew.
                .clearValueInfo();
        frame = rest.build();
    }

    /**
     * Reads a graph.
     *
     * @param file the graph; weights may lie in files beside it
     * @throws GraphException if it is missing, empty, damaged or incomplete, or its weights lie outside its folder
     */
    public static Graph read(Path file) {
        return GraphReader.read(file);
    }

    /**
     * Writes this graph: beside the target first, then moved, so that nothing half-written ever has its name. Weights of
     * more than 256 MB go to {@code <target>_data} beside it.
     *
     * @param target the file; what is there is replaced
     * @throws GraphException if the graph has a cycle or uses an unknown value, or the file cannot be written
     */
    public void save(Path target) {
        GraphWriter.save(this, target, GraphWriter.ONE_FILE);
    }

    /** Returns the short name of the file this was read from, for messages. */
    public String name() {
        return name;
    }

    /** Returns the version of an operator set; 0 if the graph does not use it. */
    public long opset(String domain) {
        return frame.getOpsetImportList().stream()
                .filter(opset -> opset.getDomain().equals(domain)
                        || domain.isEmpty() && opset.getDomain().equals("ai.onnx"))
                .mapToLong(OperatorSetIdProto::getVersion)
                .findFirst()
                .orElse(0);
    }

    /**
     * Complains about a graph whose operators are older than an edit can use.
     *
     * @throws GraphException if ONNX's own operator set is below {@code least}
     */
    public void requireOpset(long least) {
        if (opset("") < least) {
            throw new GraphException(name + ": expected operator set " + least + " or newer, found " + opset("")
                    + "; export the model again with a newer one");
        }
    }

    /** Returns the inputs, to edit in place. */
    public List<Value> inputs() {
        return inputs;
    }

    /** Returns the outputs, to edit in place. */
    public List<Value> outputs() {
        return outputs;
    }

    /** Returns the nodes in the order of the file, later additions last. */
    public List<Node> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** Returns the constant tensors by name, to edit in place. */
    public Map<String, TensorData> initializers() {
        return initializers;
    }

    /** Returns the free-form properties of the file, to edit in place. */
    public Map<String, String> notes() {
        return notes;
    }

    /** Returns the types that the file declares for values in between, by name. */
    public Map<String, DataType> declaredTypes() {
        return Collections.unmodifiableMap(declared);
    }

    /** Returns a constant, be it an initialiser or the output of a {@code Constant} node. */
    public Optional<TensorData> constant(String value) {
        TensorData held = initializers.get(value);
        return held != null
                ? Optional.of(held)
                : nodes.stream()
                        .filter(node -> node.is("Constant") && node.output(0).equals(value))
                        .findFirst()
                        .flatMap(Node::constant);
    }

    /** Adds a node; the order does not matter. */
    public void add(Node node) {
        nodes.add(node);
    }

    /** Replaces each node by what a function makes of it: itself, others, or nothing. */
    public void rewrite(Function<Node, List<Node>> change) {
        List<Node> changed = new ArrayList<>();
        nodes.forEach(node -> changed.addAll(change.apply(node)));
        nodes = changed;
    }

    /** Returns the node that gives each value. */
    public Map<String, Node> producers() {
        Map<String, Node> producers = new HashMap<>();
        nodes.forEach(node -> node.outputs().forEach(output -> producers.put(output, node)));
        return producers;
    }

    /** Returns the nodes that use each value, graphs inside nodes included. */
    public Map<String, List<Node>> consumers() {
        Map<String, Set<Node>> consumers = new HashMap<>();
        for (Node node : nodes) {
            List<String> used = new ArrayList<>(node.inputs());
            used.addAll(node.usedInside());
            used.forEach(input -> consumers
                    .computeIfAbsent(input, key -> new LinkedHashSet<>())
                    .add(node));
        }
        Map<String, List<Node>> lists = new HashMap<>();
        consumers.forEach((value, users) -> lists.put(value, List.copyOf(users)));
        return lists;
    }

    /**
     * Returns the nodes so that each follows what it uses, in the order of the file where that leaves a choice.
     *
     * @throws GraphException if there is none, or a value comes from nowhere
     */
    public List<Node> sorted() {
        return TopologicalOrder.of(this);
    }

    /** Deletes nodes and initialisers that nothing uses. */
    public void removeUnused() {
        Set<String> wanted = new LinkedHashSet<>();
        outputs.forEach(output -> wanted.add(output.name()));
        boolean removed = true;
        while (removed) {
            Set<String> used = new LinkedHashSet<>(wanted);
            used.addAll(consumers().keySet());
            removed = nodes.removeIf(node -> Collections.disjoint(node.outputs(), used));
            initializers.keySet().retainAll(used);
        }
    }

    /** Returns a name that starts with {@code stem} and that no value of this graph has. */
    public String freshName(String stem, @Nullable Set<String> alsoTaken) {
        Set<String> producers = producers().keySet();
        String fresh = stem;
        for (int i = 1;
                producers.contains(fresh)
                        || initializers.containsKey(fresh)
                        || alsoTaken != null && alsoTaken.contains(fresh);
                i++) {
            fresh = stem + "_" + i;
        }
        return fresh;
    }

    ModelProto frame() {
        return frame;
    }
}
