package dev.darkroom.plugin.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a file is one line, and nothing that is written badly has the name of a graph. */
class DamagedGraphTest {

    private static final Path GRAPHS = Path.of("src/test/resources/graphs");

    @TempDir
    private Path folder;

    @Test
    void everyCutOffFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(GRAPHS.resolve("conv.onnx"));
        Path file = folder.resolve("model.onnx");
        for (int length = 0; length < whole.length - 1; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Graph.read(file).sorted())
                    .isInstanceOf(GraphException.class)
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void noFlippedByteBreaksOut() throws IOException {
        byte[] whole = Files.readAllBytes(GRAPHS.resolve("external.onnx"));
        Files.copy(GRAPHS.resolve("external.bin"), folder.resolve("external.bin"));
        Path file = folder.resolve("model.onnx");
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            Files.write(file, damaged);
            try {
                Graph graph = Graph.read(file);
                graph.sorted();
                graph.initializers().values().forEach(TensorData::bytes);
            } catch (GraphException expected) {
                assertThat(expected.getMessage()).doesNotContain("\n");
            }
        }
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.onnx"));
        assertThatThrownBy(() -> Graph.read(empty))
                .hasMessageEndingWith("/empty.onnx: the file is empty; fetch it again");
        assertThatThrownBy(() -> Graph.read(folder.resolve("absent.onnx")))
                .hasMessageContaining("absent.onnx: expected a file, found none at");
        Path text = Files.writeString(folder.resolve("text.onnx"), "version https://git-lfs.github.com/spec/v1\n");
        assertThatThrownBy(() -> Graph.read(text)).isInstanceOf(GraphException.class);
        assertThatThrownBy(() -> Graph.read(GRAPHS.resolve("conv.onnx")).requireOpset(99))
                .hasMessage("graphs/conv.onnx: expected operator set 99 or newer, found 17;"
                        + " export the model again with a newer one");
        Path none = folder.resolve("none.onnx");
        Files.write(
                none,
                ModelProto.parseFrom(Files.readAllBytes(GRAPHS.resolve("conv.onnx"))).toBuilder()
                        .clearOpsetImport()
                        .build()
                        .toByteArray());
        assertThatThrownBy(() -> Graph.read(none)).hasMessageContaining("the graph names no operator set");
    }

    @Test
    void missingAndShortExternalDataIsNamed() throws IOException {
        Path file = Files.copy(GRAPHS.resolve("external.onnx"), folder.resolve("model.onnx"));
        assertThatThrownBy(() -> Graph.read(file))
                .hasMessageContaining("tensor w: its external data file external.bin is missing");
        Files.write(folder.resolve("external.bin"), new byte[8]);
        assertThatThrownBy(() -> Graph.read(file))
                .hasMessageContaining("external.bin is too short: expected")
                .hasMessageContaining("found 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.bin", "/etc/hostname", "a/../../secret.bin", "", ".", "\0"})
    void externalDataStaysInTheFolder(String path) throws IOException {
        Files.write(folder.resolve("secret.bin"), new byte[1000]);
        Path inner = Files.createDirectory(folder.resolve("model"));
        ModelProto.Builder model =
                ModelProto.parseFrom(Files.readAllBytes(GRAPHS.resolve("external.onnx"))).toBuilder();
        model.getGraphBuilder()
                .getInitializerBuilderList()
                .forEach(tensor -> tensor.getExternalDataBuilderList().forEach(entry -> {
                    if (entry.getKey().equals("location")) {
                        entry.setValue(path);
                    }
                }));
        Path file = Files.write(inner.resolve("model.onnx"), model.build().toByteArray());
        assertThatThrownBy(() -> Graph.read(file)).isInstanceOf(GraphException.class);
    }

    @Test
    void aFailedWriteLeavesWhatWasThere() throws IOException {
        Path target = Files.writeString(folder.resolve("model.onnx"), "what was there");
        Graph graph = Graph.read(GRAPHS.resolve("conv.onnx"));
        graph.initializers()
                .compute(
                        "w",
                        (name, tensor) -> tensor.map(DataType.FLOAT, source -> {
                            throw new GraphException("the disk went away");
                        }));
        assertThatThrownBy(() -> graph.save(target)).hasMessage("the disk went away");
        assertThat(target).hasContent("what was there");
        assertThatThrownBy(() -> graph.save(folder.resolve("absent/model.onnx")))
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("nothing was changed");
        assertThat(Set.of(folder.toFile().list())).containsExactly("model.onnx");
    }
}
