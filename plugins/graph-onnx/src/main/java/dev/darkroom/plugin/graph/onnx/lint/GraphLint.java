package dev.darkroom.plugin.graph.onnx.lint;

import dev.darkroom.api.model.GraphCheck;
import dev.darkroom.plugin.graph.onnx.DataType;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.Node;
import dev.darkroom.plugin.graph.onnx.TensorData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at a graph before it runs. What is said of engines was measured on ONNX Runtime 1.30: on x86 QDQ with signed
 * activations is slower (1.8 times as fast as FP32 on the embedded model where unsigned ones are 2.1 times; older versions did
 * not fuse it, and it was slower than FP32), operators made for the CUDA provider have no kernel elsewhere, and that
 * provider has no quantised convolution.
 */
public final class GraphLint {

    private static final Set<String> CUDA_ONLY = Set.of(
            "BiasAdd",
            "BiasSplitGelu",
            "GroupNorm",
            "NhwcConv",
            "PackedAttention",
            "PackedMultiHeadAttention",
            "SkipGroupNorm");

    private static final String TO_INT8 = "make one with U8 activations: darkroom convert MODEL --to int8";

    private final Graph graph;
    private final boolean cuda;
    private final List<String> refusals = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private GraphLint(Graph graph, String device) {
        this.graph = graph;
        this.cuda = device.startsWith("cuda");
    }

    /**
     * Looks at a graph.
     *
     * @param device where it will run, {@code cpu} or {@code cuda:N}
     * @param weights whether to look for NaN and infinity in the weights too, which reads them all
     */
    public static GraphCheck check(Graph graph, String device, boolean weights) {
        return new GraphLint(graph, device).run(weights);
    }

    private GraphCheck run(boolean weights) {
        Form form = Form.of(graph);
        String text = form.toString();
        if (form == Form.QDQ) {
            text += activations();
        }
        for (Node node : graph.nodes()) {
            if (!cuda && node.domain().equals("com.microsoft") && CUDA_ONLY.contains(node.op())) {
                refusals.add(graph.name() + ": the operator " + node.op() + " (" + node.label()
                        + ") has a kernel for CUDA only; export the model without it, or use --device cuda");
                break;
            }
        }
        if (form == Form.FP16 && !cuda) {
            warnings.add(graph.name() + ": FP16 gains no speed on a CPU, which computes in FP32 between conversions;"
                    + " --precision fp32 is faster here");
        }
        if (cuda && (form == Form.QDQ || form == Form.QOPERATOR)) {
            quantisedConvolution()
                    .ifPresent(node -> warnings.add(graph.name()
                            + ": the CUDA provider has no quantised convolution (" + node.op() + " " + node.label()
                            + "); --precision fp16 is faster there"));
        }
        if (weights) {
            brokenWeights();
        }
        return new GraphCheck(text, refusals, warnings);
    }

    /** Returns the first convolution on integers, or on what a DequantizeLinear gives. */
    private Optional<Node> quantisedConvolution() {
        Map<String, Node> producers = graph.producers();
        return graph.nodes().stream()
                .filter(node -> {
                    Node input = producers.get(node.input(0));
                    return node.op().equals("QLinearConv")
                            || node.op().equals("ConvInteger")
                            || node.op().equals("Conv")
                                    && input != null
                                    && input.op().equals("DequantizeLinear");
                })
                .findFirst();
    }

    private String activations() {
        boolean x86 = System.getProperty("os.arch").matches("amd64|x86_64|x86|i386");
        for (Node node : graph.nodes()) {
            if (!node.op().equals("QuantizeLinear")) {
                continue;
            }
            DataType type = graph.constant(node.input(2)).map(TensorData::type).orElse(DataType.UINT8);
            if (type == DataType.INT8) {
                if (x86 && !cuda) {
                    warnings.add(graph.name() + ": signed activations (" + node.label()
                            + ") run slower than unsigned ones on this CPU; " + TO_INT8);
                }
                return ", S8 activations";
            }
        }
        return ", U8 activations";
    }

    private void brokenWeights() {
        for (Map.Entry<String, TensorData> entry : graph.initializers().entrySet()) {
            TensorData tensor = entry.getValue();
            if (!tensor.type().isFloating() || tensor.type().name().startsWith("FLOAT8")) {
                continue;
            }
            long bad = 0;
            for (float value : tensor.floats()) {
                bad += Float.isFinite(value) ? 0 : 1;
            }
            if (bad > 0) {
                refusals.add(graph.name() + ": the weights " + entry.getKey() + " hold " + bad + " of "
                        + tensor.elements() + " values that are NaN or infinite; fetch or export the file again");
                return;
            }
        }
    }
}
