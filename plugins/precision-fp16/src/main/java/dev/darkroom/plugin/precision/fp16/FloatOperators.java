package dev.darkroom.plugin.precision.fp16;

import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.Node;
import dev.darkroom.plugin.graph.onnx.probe.Extremes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which operators of a graph stay in FP32, and why. */
final class FloatOperators {

    /** Half of the largest half, 65504: prompts that calibration did not see reach further. */
    static final float LIMIT = 32752;

    /** Operators that ONNX defines for FP32 only, or that engines implement for it only. */
    private static final Set<String> FP32_ONLY = Set.of(
            "CumSum",
            "Multinomial",
            "NonMaxSuppression",
            "RandomNormal",
            "RandomNormalLike",
            "RandomUniform",
            "RandomUniformLike",
            "Range",
            "RoiAlign",
            "Upsample",
            "QuantizeLinear",
            "DequantizeLinear",
            "DynamicQuantizeLinear");

    private FloatOperators() {}

    /**
     * Returns the reason by node.
     *
     * @param extremes what the values of the graph reach
     */
    static Map<Node, String> of(Graph graph, Extremes extremes) {
        Map<Node, String> kept = new LinkedHashMap<>();
        Map<String, Node> producers = new HashMap<>(graph.producers());
        for (Node node : graph.nodes()) {
            if (!node.domain().isEmpty() || node.hasSubgraph()) {
                kept.put(node, "no operator of ONNX's own set");
            } else if (FP32_ONLY.contains(node.op())) {
                kept.put(node, node.op() + " exists in FP32 only");
            } else if (node.is("Sin", "Cos")) {
                // The phase of timestep 999 needs more bits than a half has: everything up to it stays as well.
                keepAncestors(node, producers, kept);
            } else {
                overflow(node, extremes).ifPresent(reason -> kept.put(node, reason));
            }
        }
        return kept;
    }

    private static Optional<String> overflow(Node node, Extremes extremes) {
        float largest = 0;
        for (List<String> values : List.of(node.inputs(), node.outputs())) {
            for (String value : values) {
                largest = Math.max(largest, extremes.magnitude(value));
            }
        }
        return largest > LIMIT
                ? Optional.of("reaches " + Math.round(largest) + ", halves end at 65504")
                : Optional.empty();
    }

    private static void keepAncestors(Node node, Map<String, Node> producers, Map<Node, String> kept) {
        Deque<Node> open = new ArrayDeque<>(List.of(node));
        while (!open.isEmpty()) {
            Node next = open.pop();
            if (kept.putIfAbsent(next, "phase of the timestep") == null && !next.is("Cast")) {
                next.inputs().stream()
                        .map(producers::get)
                        .filter(found -> found != null && !found.is("Constant"))
                        .forEach(open::push);
            }
        }
    }
}
