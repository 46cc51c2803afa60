package dev.darkroom.plugin.graph.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Kahn's algorithm (1962), stable: of the nodes that are ready the first of the file comes first. */
final class TopologicalOrder {

    private TopologicalOrder() {}

    static List<Node> of(Graph graph) {
        List<Node> nodes = graph.nodes();
        Map<String, Integer> producer = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (String output : nodes.get(i).outputs()) {
                if (!output.isEmpty() && producer.put(output, i) != null) {
                    throw new GraphException(graph.name() + ": the value " + output + " is computed twice");
                }
            }
        }
        Set<String> given = new HashSet<>(graph.initializers().keySet());
        graph.inputs().forEach(input -> given.add(input.name()));
        List<List<Integer>> followers = new ArrayList<>();
        int[] waiting = new int[nodes.size()];
        nodes.forEach(node -> followers.add(new ArrayList<>()));
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            Set<Integer> needed = new HashSet<>();
            for (String input : node.inputs()) {
                Integer from = producer.get(input);
                if (from != null) {
                    needed.add(from);
                } else if (!input.isEmpty() && !given.contains(input)) {
                    throw new GraphException(
                            graph.name() + ", " + node.label() + ": the value " + input + " comes from nowhere");
                }
            }
            // Names inside a subgraph may be its own; only those of this graph order anything.
            node.usedInside().stream().filter(producer::containsKey).forEach(used -> needed.add(producer.get(used)));
            for (int from : needed) {
                followers.get(from).add(i);
            }
            waiting[i] = needed.size();
        }
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < waiting.length; i++) {
            if (waiting[i] == 0) {
                ready.add(i);
            }
        }
        List<Node> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.remove();
            order.add(nodes.get(next));
            for (int follower : followers.get(next)) {
                if (--waiting[follower] == 0) {
                    ready.add(follower);
                }
            }
        }
        if (order.size() < nodes.size()) {
            throw new GraphException(graph.name() + ": the graph has a cycle");
        }
        return order;
    }
}
