package dev.darkroom.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

    @TempDir
    private Path temporary;

    @Test
    void unpacksNativeLibrariesOnce() throws IOException {
        NativeLibraries libraries = new NativeLibraries(Optional.of(temporary));
        Optional<Path> first = libraries.tokenizers();
        if (System.getProperty("os.name").startsWith("Windows")) {
            assertThat(first).isEmpty();
            return;
        }
        Object written = Files.getLastModifiedTime(first.orElseThrow());
        assertThat(libraries.tokenizers()).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.orElseThrow())).isEqualTo(written);
        try (Stream<Path> files = Files.walk(temporary)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(first.orElseThrow());
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void unpacksThemForTheProcessWhereTheCacheCannotBeWritten() throws IOException {
        Path noFolder = Files.writeString(temporary.resolve("cache"), "");

        Path library = new NativeLibraries(Optional.of(noFolder)).tokenizers().orElseThrow();

        assertThat(library).isNotEmptyFile().startsWith(Path.of(System.getProperty("java.io.tmpdir")));
        Files.delete(library);
        Files.delete(library.getParent());
    }
}
