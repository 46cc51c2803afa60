package dev.darkroom.plugin.graph.onnx.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.model.GraphCheck;
import dev.darkroom.plugin.graph.onnx.DataType;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.Node;
import dev.darkroom.plugin.graph.onnx.TensorData;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class GraphLintTest {

    private static Graph graph() {
        return Graph.read(Path.of("src/test/resources/graphs/conv.onnx"));
    }

    private static Graph quantised(DataType type) {
        Graph graph = graph();
        graph.initializers().put("scale", TensorData.floats(new long[0], 0.1f));
        graph.initializers().put("zero", TensorData.bytes(type, new long[0], (byte) 0));
        graph.add(Node.of("QuantizeLinear", "quantise", List.of("x", "scale", "zero"), List.of("q")));
        graph.add(Node.of("DequantizeLinear", "back", List.of("q", "scale", "zero"), List.of("xq")));
        graph.rewrite(node -> List.of(node.is("Conv") ? node.withInput(0, "xq") : node));
        return graph;
    }

    @Test
    void tellsTheForms() {
        assertThat(GraphLint.check(graph(), "cpu", true)).isEqualTo(new GraphCheck("FP32", List.of(), List.of()));
        assertThat(GraphLint.check(quantised(DataType.UINT8), "cpu", false))
                .isEqualTo(new GraphCheck("QDQ, U8 activations", List.of(), List.of()));
        Graph weightOnly = graph();
        weightOnly.initializers().put("wq", TensorData.bytes(DataType.INT8, new long[] {1}, (byte) 1));
        weightOnly.initializers().put("ws", TensorData.floats(new long[0], 1));
        weightOnly.add(Node.of("DequantizeLinear", "weights", List.of("wq", "ws"), List.of("unused")));
        assertThat(GraphLint.check(weightOnly, "cpu", false).form()).isEqualTo("weight-only INT8");
        Graph operators = graph();
        operators.add(Node.of("QLinearConv", "integers", List.of(), List.of("y2")));
        assertThat(GraphLint.check(operators, "cpu", false).form()).isEqualTo("QOperator");
        Graph dynamic = graph();
        dynamic.add(Node.of("DynamicQuantizeLinear", "dynamic", List.of("x"), List.of("a", "b", "c")));
        assertThat(GraphLint.check(dynamic, "cpu", false).form()).isEqualTo("dynamically quantised");
    }

    @Test
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64")
    void warnsOfSignedActivationsOnX86() {
        GraphCheck check = GraphLint.check(quantised(DataType.INT8), "cpu", false);
        assertThat(check.form()).isEqualTo("QDQ, S8 activations");
        assertThat(check.warnings())
                .containsExactly("graphs/conv.onnx: signed activations (quantise) run slower than unsigned ones on this"
                        + " CPU; make one with U8 activations: darkroom convert MODEL --to int8");
    }

    @Test
    void warnsOfQuantisedConvolutionsOnCuda() {
        assertThat(GraphLint.check(quantised(DataType.UINT8), "cuda:0", false).warnings())
                .singleElement()
                .asString()
                .contains("no quantised convolution (Conv conv)");
    }

    @Test
    void warnsOfHalvesOnACpuAndRefusesNanInWeights() {
        Graph half = graph();
        half.initializers().replaceAll((name, tensor) -> TensorData.halves(tensor.dims(), tensor.floats()));
        GraphCheck check = GraphLint.check(half, "cpu", false);
        assertThat(check.form()).isEqualTo("FP16");
        assertThat(check.warnings()).singleElement().asString().contains("gains no speed on a CPU");
        assertThat(GraphLint.check(half, "cuda:0", false).warnings()).isEmpty();

        Graph broken = graph();
        broken.initializers().put("b", TensorData.floats(new long[] {4}, 1, Float.NaN, 2, Float.POSITIVE_INFINITY));
        assertThat(GraphLint.check(broken, "cpu", true).refusals())
                .containsExactly("graphs/conv.onnx: the weights b hold 2 of 4 values that are NaN or infinite;"
                        + " fetch or export the file again");
    }
}
