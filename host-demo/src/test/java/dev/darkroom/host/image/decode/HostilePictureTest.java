package dev.darkroom.host.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.picture.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not what they say. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostilePictureTest {

    @TempDir
    private Path folder;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("x.png"), content);
    }

    private static Picture read(Path file) {
        try (PictureSource source = PictureSource.open(file, PictureSource.MOST_PIXELS)) {
            return source.read();
        }
    }

    private void refused(byte[] content, String... said) throws IOException {
        Path file = file(content);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(DarkroomException.class)
                .message()
                .startsWith(file + ": ")
                .contains(said)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|an empty file; fetch it again",
                "hello, world|text; convert it, or leave it out",
                "GIF89a|a GIF; convert it",
                "BM1234|a BMP",
                "%PDF-1.4|a PDF"
            })
    void whatIsNoPictureIsNamed(String content, String found) throws IOException {
        refused(content.getBytes(StandardCharsets.UTF_8), "expected a PNG, JPEG or WebP picture, found " + found);
    }

    @Test
    void whatIsNoFileIsNamed() {
        assertThatThrownBy(() -> read(folder)).hasMessageContaining("found a folder");
        assertThatThrownBy(() -> read(folder.resolve("none.png"))).hasMessageContaining("found nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb.png", "interlaced.png", "rgb.jpg", "progressive.jpg", "lossy.webp", "lossless.webp"})
    void aFileThatIsCutOffIsNeverTakenForWhole(String name) throws IOException {
        byte[] whole = Files.readAllBytes(PictureSourceTest.folder().resolve(name));
        for (int length : new int[] {14, whole.length / 4, whole.length / 2, whole.length * 3 / 4, whole.length - 6}) {
            refused(Arrays.copyOf(whole, length), "expected", "found", "again");
        }
    }

    @Test
    void aBombIsRefusedByItsHeader() throws IOException {
        refused(png(16384, 16384, new byte[100]), "at most 67.1 megapixels", "16384x16384 (268.4 megapixels)", "scale");
        refused(png(Integer.MAX_VALUE, Integer.MAX_VALUE, new byte[0]), "megapixels");
        Path file = file(png(100, 100, new byte[0]));
        assertThatThrownBy(() -> PictureSource.open(file, 9_999)).hasMessageContaining("DARKROOM_OPTS");
    }

    @Test
    void aHeaderThatPromisesMoreThanThereIsIsCutOff() throws IOException {
        refused(png(3000, 2000, new byte[100]), "expected", "found", "again");
    }

    @Test
    void aChunkThatClaimsGigabytesTakesNone() throws IOException {
        byte[] png = png(4, 4, new byte[13 * 4]);
        ByteBuffer.wrap(png).putInt(33, Integer.MAX_VALUE);
        refused(png, "cut off");
        ByteBuffer.wrap(png).putInt(33, -1);
        refused(png, "damaged");
    }

    @Test
    void aFlippedBitInThePixelsOfAPngIsSeen() throws IOException {
        byte[] png = Files.readAllBytes(PictureSourceTest.folder().resolve("rgb.png"));
        png[png.length / 2] ^= 4;
        refused(png, "damaged PNG, chunk IDAT: its checksum does not match");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgba16.png",
                "palette.png",
                "rgb.jpg",
                "cmyk.jpg",
                "orientation6.jpg",
                "progressive.jpg",
                "lossy.webp",
                "lossless.webp",
                "alpha.webp",
                "animated.webp"
            })
    void damageEndsInOneLineOrInAPicture(String name) throws IOException {
        byte[] whole = Files.readAllBytes(PictureSourceTest.folder().resolve(name));
        Random random = new Random(7);
        for (int round = 0; round < 150; round++) {
            byte[] damaged = whole.clone();
            for (int hit = 0; hit <= round % 4; hit++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = file(damaged);
            Throwable thrown = catchThrowable(() -> read(file));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(DarkroomException.class);
                assertThat(thrown.getMessage()).startsWith(file + ": ").doesNotContain("\n");
            }
        }
    }

    private static byte[] png(int width, int height, byte[] scanLines) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        chunk(png, "IHDR", header.put(new byte[] {8, 2, 0, 0, 0}).array());
        Deflater deflater = new Deflater();
        deflater.setInput(scanLines);
        deflater.finish();
        byte[] data = new byte[scanLines.length + 100];
        chunk(png, "IDAT", Arrays.copyOf(data, deflater.deflate(data)));
        deflater.end();
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        png.writeBytes(name);
        png.writeBytes(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
