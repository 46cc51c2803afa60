package dev.darkroom.host.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PictureWriterTest {

    @TempDir
    private Path folder;

    @Test
    void numbersPicturesAsTheWebUiDoes() throws IOException {
        Files.writeString(folder.resolve("00041-7.png"), "older");
        Files.writeString(folder.resolve("99999999999-1.png"), "not a number of ours");
        Files.writeString(folder.resolve("notes.txt"), "");

        PictureWriter writer = PictureWriter.numbered(folder);

        assertThat(writer.write(picture(0), Results.NAMES)).isEqualTo(folder.resolve("00042-1234.png"));
        assertThat(writer.write(picture(1), Results.NAMES)).isEqualTo(folder.resolve("00043-1235.png"));
        assertThat(folder.resolve("00041-7.png")).hasContent("older");
    }

    @Test
    void startsAtZeroInAFolderItMakes() {
        Path fresh = folder.resolve("a/b");

        Path written = PictureWriter.numbered(fresh).write(picture(0), Results.NAMES);

        assertThat(written).isEqualTo(fresh.resolve("00000-1234.png"));
        PngMetadata metadata = PngMetadata.read(written);
        assertThat(metadata.width()).isEqualTo(64);
        assertThat(A1111.parse(metadata.text("parameters").orElseThrow())).containsEntry("Seed", "1234");
        assertThat(metadata.text("darkroom").orElseThrow()).startsWith("{").contains("\"seed\":1234");
    }

    @Test
    void neverReplacesANumberedPictureThatAppearedMeanwhile() throws IOException {
        PictureWriter mine = PictureWriter.numbered(folder);
        PictureWriter theirs = PictureWriter.numbered(folder);

        Path first = mine.write(picture(0), Results.NAMES);
        byte[] before = Files.readAllBytes(first);
        Path second = theirs.write(picture(0), Results.NAMES);

        assertThat(second).isNotEqualTo(first);
        assertThat(first).hasBinaryContent(before);
        assertThat(names()).containsExactly("00000-1234.png", "00001-1234.png");
    }

    @Test
    void replacesANamedPictureAndNumbersTheRest() throws IOException {
        Path file = folder.resolve("cat.png");
        Files.writeString(file, "older");

        PictureWriter writer = PictureWriter.named(file);

        assertThat(writer.write(picture(0), Results.NAMES)).isEqualTo(file);
        assertThat(writer.write(picture(1), Results.NAMES)).isEqualTo(folder.resolve("cat-2.png"));
        assertThat(PngMetadata.read(file).width()).isEqualTo(64);
        assertThat(names()).containsExactly("cat-2.png", "cat.png");
    }

    @Test
    void isToldByThePathWhatIsMeant() throws IOException {
        Files.createDirectory(folder.resolve("old.jpg"));

        assertThat(PictureWriter.to(folder.resolve("cat.PNG")).write(picture(0), Results.NAMES))
                .isEqualTo(folder.resolve("cat.PNG"));
        assertThat(PictureWriter.to(folder.resolve("v1.5")).write(picture(0), Results.NAMES))
                .isEqualTo(folder.resolve("v1.5/00000-1234.png"));
        assertThat(PictureWriter.to(folder.resolve("old.jpg")).write(picture(0), Results.NAMES))
                .isEqualTo(folder.resolve("old.jpg/00000-1234.png"));
        for (String other : List.of("cat.jpg", "cat.JPEG", "a/cat.webp", "-")) {
            assertThatThrownBy(() -> PictureWriter.to(Path.of(other)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessage("--out: expected a folder, or a file ending in .png, found \"" + other
                            + "\"; pictures are PNG files");
            assertThat(Path.of(other)).doesNotExist();
        }
    }

    @Test
    void aFileInTheWayOfAFolderIsToldAsSuch() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");

        assertThatThrownBy(() -> PictureWriter.numbered(file))
                .isInstanceOf(DarkroomException.class)
                .hasMessage("cannot make folder " + file + ": not a folder");
    }

    @Test
    void equalResultsGiveEqualFiles() throws IOException {
        Path one = PictureWriter.named(folder.resolve("one.png")).write(picture(0), Results.NAMES);
        Path two = PictureWriter.named(folder.resolve("two.png")).write(picture(0), Results.NAMES);

        assertThat(one).hasSameBinaryContentAs(two);
    }

    @Test
    void putsTheStepsBesideThePicture() throws IOException {
        GenerationRequest request =
                GenerationRequest.of("a red apple").steps(3).keepSteps(true).build();

        PictureWriter.named(folder.resolve("cat.png")).write(Results.of(request, 0, 16), Results.NAMES);

        assertThat(names()).containsExactly("cat-steps", "cat-steps.png", "cat.png");
        try (Stream<Path> files = Files.list(folder.resolve("cat-steps"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("01.png", "02.png", "03.png");
        }
    }

    @Test
    void saysInOneLineWhyAFolderCannotBeUsed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertOneLine(() -> PictureWriter.numbered(file), "cannot make folder", file.toString());
        assertOneLine(() -> PictureWriter.named(file.resolve("cat.png")), "cannot make folder", file.toString());
        assertOneLine(() -> PictureWriter.numbered(Path.of("/proc/nowhere")), "cannot make folder /proc/nowhere");
        assertOneLine(
                () -> PictureWriter.named(Files.createDirectory(folder.resolve("dir.png"))), "dir.png: it is a folder");
    }

    @Test
    void saysInOneLineThatTheFolderWentAway() throws IOException {
        Path gone = folder.resolve("gone");
        PictureWriter writer = PictureWriter.numbered(gone);
        Files.delete(gone);

        assertOneLine(() -> writer.write(picture(0), Results.NAMES), "cannot write", "no such file or folder");
    }

    /** A process that may write files of 32 KiB at most meets the end of its room in the middle of a picture. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void leavesNothingOfAPictureThereIsNoRoomFor() throws Exception {
        List<String> command = List.of(
                "bash",
                "-c",
                "ulimit -f 32 && exec \"$0\" -XX:-UsePerfData -Xshare:auto -cp \"$1\" \"$2\" \"$3\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                System.getProperty("java.class.path"),
                NoRoom.class.getName(),
                folder.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isEqualTo(3);
        assertThat(output).startsWith("cannot write " + folder.resolve("00000-1234.png") + ": ");
        assertThat(names()).isEmpty();
    }

    /** Writes one large picture and exits with 3 if that fails as it should. */
    static final class NoRoom {
        public static void main(String[] args) {
            GenerationResult large =
                    Results.of(GenerationRequest.of("noise").seed(1234).build(), 0, 256);
            try {
                PictureWriter.numbered(Path.of(args[0])).write(large, Results.NAMES);
            } catch (DarkroomException e) {
                System.out.println(e.getMessage());
                System.exit(3);
            }
        }
    }

    private static GenerationResult picture(int index) {
        return Results.of(
                GenerationRequest.of("a red apple").seed(1234).count(2).build(), index, 64);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void assertOneLine(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... words) {
        assertThatThrownBy(call)
                .isInstanceOf(DarkroomException.class)
                .hasMessageContainingAll(words)
                .message()
                .hasLineCount(1);
    }
}
