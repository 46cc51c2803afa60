package dev.darkroom.plugin.graph.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** One operator of a graph. Immutable: a change gives another node. */
public final class Node {

    private final NodeProto proto;

    Node(NodeProto proto) {
        this.proto = proto;
    }

    /**
     * Returns a node of ONNX's own operators, without attributes.
     *
     * @param op the operator, {@code Cast}
     * @param name a name no other node of the graph has
     * @param inputs names of values, empty where an optional input is left out
     * @param outputs names of values no other node gives
     */
    public static Node of(String op, String name, List<String> inputs, List<String> outputs) {
        return new Node(NodeProto.newBuilder()
                .setOpType(op)
                .setName(name)
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .build());
    }

    /** Returns the operator, {@code Conv}. */
    public String op() {
        return proto.getOpType();
    }

    /** Returns the domain of the operator; empty for ONNX's own. */
    public String domain() {
        return proto.getDomain().equals("ai.onnx") ? "" : proto.getDomain();
    }

    /** Returns whether this is an operator of ONNX's own domain with one of some names. */
    public boolean is(String... ops) {
        return domain().isEmpty() && List.of(ops).contains(op());
    }

    /** Returns the node's name; may be empty. */
    public String name() {
        return proto.getName();
    }

    /** Returns what people can find the node by: its name, else its operator and first output. */
    public String label() {
        return name().isEmpty()
                ? op() + " of " + (outputs().isEmpty() ? "nothing" : outputs().get(0))
                : name();
    }

    /** Returns the names of the inputs; empty where an optional one is left out. */
    public List<String> inputs() {
        return List.copyOf(proto.getInputList());
    }

    /** Returns the names of the outputs. */
    public List<String> outputs() {
        return List.copyOf(proto.getOutputList());
    }

    /** Returns the name of an input, empty if the node has not as many. */
    public String input(int index) {
        return index < proto.getInputCount() ? proto.getInput(index) : "";
    }

    /** Returns the name of an output. */
    public String output(int index) {
        return proto.getOutput(index);
    }

    /** Returns a whole-number attribute. */
    public long integer(String attribute, long absent) {
        return find(attribute).map(AttributeProto::getI).orElse(absent);
    }

    /** Returns a number attribute. */
    public float number(String attribute, float absent) {
        return find(attribute).map(AttributeProto::getF).orElse(absent);
    }

    /** Returns a list-of-whole-numbers attribute; empty if absent. */
    public List<Long> integers(String attribute) {
        return find(attribute).map(AttributeProto::getIntsList).orElse(List.of());
    }

    /** Returns a tensor attribute, as {@code value} of {@code Constant}. */
    public Optional<TensorData> tensor(String attribute) {
        return find(attribute).filter(AttributeProto::hasT).map(found -> Tensors.of(found.getT(), null));
    }

    /** Returns what a {@code Constant} node gives; empty for sparse tensors, texts and other operators. */
    Optional<TensorData> constant() {
        if (!is("Constant")) {
            return Optional.empty();
        }
        return proto.getAttributeList().stream().findFirst().flatMap(given -> switch (given.getName()) {
            case "value" -> Optional.of(Tensors.of(given.getT(), null));
            case "value_int" -> Optional.of(TensorData.longs(new long[0], given.getI()));
            case "value_ints" ->
                Optional.of(TensorData.longs(
                        new long[] {given.getIntsCount()},
                        given.getIntsList().stream().mapToLong(Long::longValue).toArray()));
            case "value_float" -> Optional.of(TensorData.floats(new long[0], given.getF()));
            case "value_floats" ->
                Optional.of(TensorData.floats(new long[] {given.getFloatsCount()}, floats(given.getFloatsList())));
            default -> Optional.empty();
        });
    }

    /** Returns whether the node has an attribute. */
    public boolean has(String attribute) {
        return find(attribute).isPresent();
    }

    /** Returns whether the node holds graphs of its own, as {@code If} and {@code Loop} do. */
    public boolean hasSubgraph() {
        return subgraphs().findAny().isPresent();
    }

    /** Returns the names that graphs inside this node use, values of the graph around it among them. */
    public List<String> usedInside() {
        List<String> names = new ArrayList<>();
        subgraphs().forEach(graph -> {
            graph.getOutputList().forEach(output -> names.add(output.getName()));
            for (NodeProto inner : graph.getNodeList()) {
                names.addAll(inner.getInputList());
                names.addAll(new Node(inner).usedInside());
            }
        });
        return names;
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    private Stream<GraphProto> subgraphs() {
        return proto.getAttributeList().stream()
                .flatMap(attribute ->
                        attribute.hasG() ? Stream.of(attribute.getG()) : attribute.getGraphsList().stream());
    }

    /** Returns this node with its inputs renamed. */
    public Node renameInputs(UnaryOperator<String> rename) {
        NodeProto.Builder builder = proto.toBuilder().clearInput();
        proto.getInputList().forEach(input -> builder.addInput(rename.apply(input)));
        return new Node(builder.build());
    }

    /** Returns this node with another input at a place. */
    public Node withInput(int index, String name) {
        NodeProto.Builder builder = proto.toBuilder();
        while (builder.getInputCount() <= index) {
            builder.addInput("");
        }
        return new Node(builder.setInput(index, name).build());
    }

    /** Returns this node with another output at a place. */
    public Node withOutput(int index, String name) {
        return new Node(proto.toBuilder().setOutput(index, name).build());
    }

    /** Returns this node with a whole-number attribute. */
    public Node with(String attribute, long value) {
        return with(AttributeProto.newBuilder()
                .setName(attribute)
                .setType(AttributeType.INT)
                .setI(value));
    }

    /** Returns this node with a number attribute. */
    public Node with(String attribute, float value) {
        return with(AttributeProto.newBuilder()
                .setName(attribute)
                .setType(AttributeType.FLOAT)
                .setF(value));
    }

    /** Returns this node with a text attribute. */
    public Node with(String attribute, String value) {
        return with(AttributeProto.newBuilder()
                .setName(attribute)
                .setType(AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value)));
    }

    /** Returns this node with a tensor attribute; its content is held in memory. */
    public Node with(String attribute, TensorData value) {
        return with(AttributeProto.newBuilder()
                .setName(attribute)
                .setType(AttributeType.TENSOR)
                .setT(Tensors.proto("", value)));
    }

    private Node with(AttributeProto.Builder attribute) {
        NodeProto.Builder builder = proto.toBuilder().clearAttribute();
        proto.getAttributeList().stream()
                .filter(kept -> !kept.getName().equals(attribute.getName()))
                .forEach(builder::addAttribute);
        return new Node(builder.addAttribute(attribute).build());
    }

    private Optional<AttributeProto> find(String attribute) {
        return proto.getAttributeList().stream()
                .filter(found -> found.getName().equals(attribute))
                .findFirst();
    }

    NodeProto proto() {
        return proto;
    }

    @Override
    public String toString() {
        return op() + " " + label() + inputs() + " -> " + outputs();
    }
}
