package dev.darkroom.host.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * ComfyUI's API graph: nodes by id, whose inputs are values or links {@code [id, output]}. A link to nowhere is no link, and
 * no walk meets a node twice, so that a circle ends.
 */
final class ComfyGraph {

    /** What nodes that only hold a value call it. */
    private static final List<String> VALUE_INPUTS = List.of(
            "value", "text", "string", "seed", "noise_seed", "int", "float", "number", "String", "Text", "Value");

    private final Map<String, Node> nodes = new LinkedHashMap<>();

    ComfyGraph(JsonNode root) {
        root.properties().forEach(entry -> {
            JsonNode type = entry.getValue().path("class_type");
            if (type.isTextual()) {
                nodes.put(
                        entry.getKey(),
                        new Node(entry.getKey(), type.asText(), entry.getValue().path("inputs")));
            }
        });
    }

    /**
     * A node.
     *
     * @param id its id
     * @param type what it does, {@code class_type}
     * @param inputs its inputs by name
     */
    record Node(String id, String type, JsonNode inputs) {

        boolean has(String input) {
            return inputs.has(input);
        }
    }

    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /** Returns the node an input is linked to. */
    Optional<Node> linked(Node node, String input) {
        return target(node.inputs().path(input));
    }

    private Optional<Node> target(JsonNode value) {
        return value.isArray() && value.size() == 2 && value.get(0).isValueNode()
                ? Optional.ofNullable(nodes.get(value.get(0).asText()))
                : Optional.empty();
    }

    /** Returns the value of an input, through nodes that only hold one. */
    Optional<String> value(Node node, String input) {
        JsonNode value = node.inputs().path(input);
        Set<String> met = new LinkedHashSet<>();
        for (Optional<Node> holder = target(value); holder.isPresent(); holder = target(value)) {
            Node next = holder.get();
            if (!met.add(next.id())) {
                return Optional.empty();
            }
            value = VALUE_INPUTS.stream()
                    .map(next.inputs()::path)
                    .filter(found -> !found.isMissingNode())
                    .findFirst()
                    .or(() -> next.inputs().properties().stream()
                            .map(Map.Entry::getValue)
                            .filter(found -> target(found).isPresent())
                            .findFirst())
                    .orElse(next.inputs());
        }
        return value.isValueNode() ? Optional.of(value.asText()) : Optional.empty();
    }

    /**
     * Walks up the links from some of a node's inputs, the nearest nodes first.
     *
     * @param from where the walk begins
     * @param inputs the inputs it begins with; empty for all
     * @param last whether the walk goes no further up from a node
     * @return the nodes met, {@code from} not among them
     */
    List<Node> upstream(Node from, List<String> inputs, Predicate<Node> last) {
        Map<String, Node> met = new LinkedHashMap<>();
        Deque<Node> open = new ArrayDeque<>();
        from.inputs().properties().forEach(entry -> {
            if (inputs.isEmpty() || inputs.contains(entry.getKey())) {
                target(entry.getValue()).ifPresent(open::add);
            }
        });
        while (!open.isEmpty()) {
            Node node = open.remove();
            if (node.id().equals(from.id()) || met.putIfAbsent(node.id(), node) != null || last.test(node)) {
                continue;
            }
            node.inputs().properties().forEach(entry -> target(entry.getValue()).ifPresent(open::add));
        }
        return new ArrayList<>(met.values());
    }
}
