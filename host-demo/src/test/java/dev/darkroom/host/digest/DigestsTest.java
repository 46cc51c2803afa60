package dev.darkroom.host.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.DarkroomException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestsTest {

    // FIPS 180-2, appendix B.1: SHA-256 of "abc".
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path temp;

    private Path memory;
    private Path graph;

    @BeforeEach
    void write() throws IOException {
        memory = temp.resolve("cache/digests.txt");
        graph = Files.createDirectories(temp.resolve("model/unet")).resolve("model.onnx");
        Files.writeString(graph, "abc");
    }

    private String digest(Digests digests) {
        return digests.of(temp.resolve("model"), List.of(graph)).get("unet/model.onnx");
    }

    @Test
    void theNextProcessNeedNotReadTheFile() throws IOException {
        assertThat(digest(Digests.rememberedIn(memory))).isEqualTo(ABC);
        String remembered = "0".repeat(64);
        Files.writeString(memory, Files.readString(memory).replace(ABC, remembered));
        assertThat(digest(Digests.rememberedIn(memory))).isEqualTo(remembered);
        assertThat(digest(Digests.ofThisProcess())).isEqualTo(ABC);
    }

    @Test
    void otherContentOfEqualSizeAndTimeIsNoticed() throws IOException {
        FileTime time = Files.getLastModifiedTime(graph);
        digest(Digests.rememberedIn(memory));
        Path release = Files.writeString(temp.resolve("release"), "xyz");
        Files.setLastModifiedTime(release, time);
        Files.move(release, graph, StandardCopyOption.REPLACE_EXISTING);
        assertThat(digest(Digests.rememberedIn(memory))).isNotEqualTo(ABC);
    }

    @Test
    void aFileThatChangedIsReadAgain() throws IOException {
        digest(Digests.rememberedIn(memory));
        Files.writeString(graph, "abcd");
        assertThat(digest(Digests.rememberedIn(memory))).isNotEqualTo(ABC);
        Files.writeString(graph, "abc");
        Files.setLastModifiedTime(graph, FileTime.fromMillis(1_000));
        assertThat(digest(Digests.rememberedIn(memory))).isEqualTo(ABC);
    }

    @Test
    void whatOtherProcessesWroteMeanwhileStays() throws IOException {
        Path other = Files.writeString(temp.resolve("model/other.onnx"), "o");
        Digests first = Digests.rememberedIn(memory);
        digest(first);
        Digests.rememberedIn(memory).of(temp, List.of(other));
        Path third = Files.writeString(temp.resolve("model/third.onnx"), "t");
        first.of(temp, List.of(third));
        assertThat(memory).content().contains("model.onnx", "other.onnx", "third.onnx");
    }

    @Test
    void aDamagedMemoryIsAnEmptyOne() throws IOException {
        Files.createDirectories(memory.getParent());
        Files.write(memory, new byte[] {(byte) 0xff, 0, '\n', 'x'});
        assertThat(digest(Digests.rememberedIn(memory))).isEqualTo(ABC);
        FileStamp stamp = FileStamp.of(graph);
        String looks = " " + stamp.size() + " " + stamp.modified() + " " + stamp.changed() + " " + graph + "\n";
        Files.writeString(memory, ABC + " -3\n\n" + ABC.replace('b', 'g') + looks);
        assertThat(digest(Digests.rememberedIn(memory))).isEqualTo(ABC);
        assertThat(memory).content().contains(ABC);
    }

    @Test
    void aMemoryThatCannotBeWrittenIsDoneWithout() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        assertThat(digest(Digests.rememberedIn(file.resolve("digests.txt")))).isEqualTo(ABC);
    }

    @Test
    void aMissingFileIsOneClearLine() throws IOException {
        Files.delete(graph);
        assertThatThrownBy(() -> digest(Digests.ofThisProcess()))
                .isInstanceOf(DarkroomException.class)
                .hasMessageStartingWith("cannot read " + graph + " for its digest: ");
    }
}
