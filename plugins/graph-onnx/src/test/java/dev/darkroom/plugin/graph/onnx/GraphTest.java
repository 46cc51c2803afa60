package dev.darkroom.plugin.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Graphs and expected numbers are of the onnx package for Python: {@code graphs/make_graphs.py}. */
class GraphTest {

    private static final Path GRAPHS = Path.of("src/test/resources/graphs");

    @TempDir
    private Path folder;

    @Test
    void readsEveryTypeAsTheOnnxPackageDoes() throws IOException {
        Graph graph = Graph.read(GRAPHS.resolve("types.onnx"));
        JsonNode expected = json("types.json");
        assertThat(graph.initializers()).hasSize(26).hasSize(expected.size());
        graph.initializers()
                .forEach((name, tensor) -> assertThat(doubles(tensor)).as(name).isEqualTo(doubles(expected.get(name))));
    }

    @Test
    void readsExternalData() throws IOException {
        Graph graph = Graph.read(GRAPHS.resolve("external.onnx"));
        assertThat(doubles(graph.initializers().get("w")))
                .isEqualTo(doubles(json("external.json").get("w")));
    }

    @Test
    void whatIsWrittenIsReadByTheProtobufLibraryAsItWas() throws IOException {
        for (String file : List.of("types.onnx", "conv.onnx")) {
            Path copy = folder.resolve(file);
            Graph.read(GRAPHS.resolve(file)).save(copy);
            ModelProto before = ModelProto.parseFrom(Files.readAllBytes(GRAPHS.resolve(file)));
            ModelProto after = ModelProto.parseFrom(Files.readAllBytes(copy));
            assertThat(after.toBuilder().clearGraph().build())
                    .isEqualTo(before.toBuilder().clearGraph().build());
            assertThat(after.getGraph().getNodeList())
                    .isEqualTo(before.getGraph().getNodeList());
            assertThat(after.getGraph().getInputList())
                    .isEqualTo(before.getGraph().getInputList());
            assertThat(after.getGraph().getOutputList())
                    .isEqualTo(before.getGraph().getOutputList());
            Map<String, TensorProto> raw = new HashMap<>();
            before.getGraph().getInitializerList().stream()
                    .filter(TensorProto::hasRawData)
                    .forEach(tensor -> raw.put(tensor.getName(), tensor));
            assertThat(after.getGraph().getInitializerList()).containsAll(raw.values());
        }
        assertThat(doubles(
                        Graph.read(folder.resolve("types.onnx")).initializers().get("bfloat16_listed")))
                .isEqualTo(doubles(json("types.json").get("bfloat16_listed")));
    }

    @Test
    void largeWeightsGoToAFileBesideTheGraph() throws IOException {
        Path target = folder.resolve("model.onnx");
        GraphWriter.save(Graph.read(GRAPHS.resolve("conv.onnx")), target, 0);
        assertThat(folder.resolve("model.onnx_data")).exists();
        Graph back = Graph.read(target);
        assertThat(doubles(back.initializers().get("w")))
                .isEqualTo(doubles(json("external.json").get("w")));
        // And over what is there, with the weights still mapped.
        GraphWriter.save(back, target, 0);
        assertThat(Graph.read(target).initializers().get("w").floats())
                .isEqualTo(back.initializers().get("w").floats());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void editsAndSorts() {
        Graph graph = Graph.read(GRAPHS.resolve("conv.onnx"));
        assertThat(graph.constant("two").orElseThrow().floats()).containsExactly(2);
        assertThat(graph.producers().get("m").op()).isEqualTo("Mul");
        assertThat(graph.consumers().get("c")).hasSize(1);
        graph.rewrite(node -> node.is("Relu")
                ? List.of(
                        node.withInput(0, "half"),
                        Node.of("Cast", "cast", List.of("m"), List.of("half")).with("to", 10L))
                : List.of(node));
        assertThat(graph.sorted()).extracting(Node::op).containsExactly("Constant", "Conv", "Mul", "Cast", "Relu");
        ValueTypes types = ValueTypes.of(graph);
        assertThat(types.of("m")).isEqualTo(DataType.FLOAT);
        assertThat(types.of("half")).isEqualTo(DataType.FLOAT16);
        graph.rewrite(node -> node.is("Mul", "Cast") ? List.of() : List.of(node.withInput(0, "c")));
        graph.removeUnused();
        assertThat(graph.nodes()).extracting(Node::op).containsExactly("Conv", "Relu");
        assertThat(graph.freshName("c", null)).isEqualTo("c_1");
    }

    @Test
    void refusesCyclesAndValuesFromNowhere() {
        Graph cycle = Graph.read(GRAPHS.resolve("conv.onnx"));
        cycle.rewrite(node -> List.of(node.is("Conv") ? node.withInput(0, "y") : node));
        assertThatThrownBy(() -> cycle.save(folder.resolve("cycle.onnx")))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("cycle");
        Graph nowhere = Graph.read(GRAPHS.resolve("conv.onnx"));
        nowhere.rewrite(node -> List.of(node.is("Conv") ? node.withInput(0, "z") : node));
        assertThatThrownBy(() -> nowhere.save(folder.resolve("nowhere.onnx")))
                .hasMessage("graphs/conv.onnx, conv: the value z comes from nowhere");
        assertThat(folder).isEmptyDirectory();
    }

    private static JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(GRAPHS.resolve(file)));
    }

    private static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).doubleValue();
        }
        return values;
    }

    private static double[] doubles(TensorData tensor) {
        float[] floats = tensor.floats();
        double[] values = new double[floats.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    @Test
    void joinsTensorsAlongAnyDimension() {
        TensorData a = TensorData.floats(new long[] {2, 2}, 1, 2, 3, 4);
        TensorData b = TensorData.floats(new long[] {2, 1}, 5, 6);
        assertThat(TensorData.joined(List.of(a, b), new long[] {2, 3}, 1).floats())
                .containsExactly(1, 2, 5, 3, 4, 6);
        TensorData c = TensorData.floats(new long[] {1, 2}, 7, 8);
        assertThat(TensorData.joined(List.of(a, c), new long[] {3, 2}, 0).floats())
                .containsExactly(1, 2, 3, 4, 7, 8);
        assertThatThrownBy(() ->
                        TensorData.joined(List.of(a, b), new long[] {2, 4}, 1).floats())
                .isInstanceOf(GraphException.class)
                .hasMessageContaining("expected 32 bytes");
    }

    @Test
    void whatNothingUsesGoesWithAllThatLedToIt() {
        Graph graph = Graph.read(GRAPHS.resolve("conv.onnx"));
        graph.initializers().put("lonely", TensorData.floats(new long[] {1}, 1));
        graph.add(Node.of("Mul", "first", List.of("x", "lonely"), List.of("unused1")));
        graph.add(Node.of("Relu", "second", List.of("unused1"), List.of("unused2")));
        int before = graph.nodes().size();
        graph.removeUnused();
        assertThat(graph.nodes()).hasSize(before - 2);
        assertThat(graph.initializers()).containsOnlyKeys("w", "b");
    }
}
