package dev.darkroom.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStampTest {

    @TempDir
    private Path folder;

    @Test
    void everyChangeAModelCanSufferIsSeen() throws IOException {
        Path unet = Files.createDirectories(folder.resolve("unet"));
        Path config = Files.writeString(unet.resolve("config.json"), "{}");
        FolderStamp before = FolderStamp.of(folder).orElseThrow();
        assertThat(FolderStamp.of(folder)).contains(before);

        Path added = Files.writeString(unet.resolve("model.int8.onnx"), "x");
        assertThat(FolderStamp.of(folder).orElseThrow()).isNotEqualTo(before);
        Files.delete(added);
        assertThat(FolderStamp.of(folder)).contains(before);

        Files.setLastModifiedTime(config, FileTime.fromMillis(0));
        assertThat(FolderStamp.of(folder).orElseThrow()).isNotEqualTo(before);
    }

    @Test
    void whatCannotBeReadHasNone() {
        assertThat(FolderStamp.of(folder.resolve("absent"))).isEmpty();
    }
}
