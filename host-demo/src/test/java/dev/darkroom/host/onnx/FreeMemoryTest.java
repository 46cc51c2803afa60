package dev.darkroom.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.runtime.InferenceException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeMemoryTest {

    @TempDir
    private Path folder;

    /** A file with a hole: it has a size and takes no room. */
    private Path file(String name, long size) throws IOException {
        Path file = folder.resolve(name);
        try (RandomAccessFile created = new RandomAccessFile(file.toFile(), "rw")) {
            created.setLength(size);
        }
        return file;
    }

    @Test
    void countsTheDataThatBelongsToAGraph() throws IOException {
        Path fp32 = file("model.onnx", 1000);
        Path int8 = file("model.int8.onnx", 500);
        Files.writeString(folder.resolve("config.json"), "{}");
        assertThat(FreeMemory.weights(fp32)).isEqualTo(1000);
        file("model.onnx_data", 1 << 20);
        assertThat(FreeMemory.weights(fp32)).isEqualTo(1000 + (1 << 20));
        assertThat(FreeMemory.weights(int8)).isEqualTo(500);
        Files.delete(folder.resolve("model.onnx_data"));
        file("weights.pb", 1 << 21);
        assertThat(FreeMemory.weights(fp32)).isEqualTo(1000 + (1 << 21));
    }

    @Test
    void saysWhatIsMissingBeforeTheLoad() throws IOException {
        Path model = file("model.onnx", 1000);
        file("model.onnx_data", 3_400_000_000L);
        assertThatThrownBy(() -> FreeMemory.check(model, OptionalLong.of(2_000_000_000L)))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("expected 3.4 GB of free memory for its weights, found 2.0 GB")
                .hasMessageContaining("--low-memory");
        assertThatCode(() -> FreeMemory.check(model, OptionalLong.of(4_000_000_000L)))
                .doesNotThrowAnyException();
        assertThatCode(() -> FreeMemory.check(model, OptionalLong.empty())).doesNotThrowAnyException();
    }
}
