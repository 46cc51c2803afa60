package dev.darkroom.host.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.DarkroomException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngMetadataTest {

    @TempDir
    private Path folder;

    @Test
    void readsWhatTheEncoderWrites() throws IOException {
        List<PngText> texts = List.of(new PngText("parameters", "naïve"), new PngText("darkroom", "😀"));
        Path file = save(PngEncoder.encode(new Raster(5, 4, new int[20]), texts));

        assertThat(PngMetadata.read(file)).isEqualTo(new PngMetadata(5, 4, texts));
    }

    @Test
    void readsAPictureAnotherProgramWrote() throws IOException {
        Path file = folder.resolve("jdk.png");
        ImageIO.write(new BufferedImage(6, 3, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());

        assertThat(PngMetadata.read(file)).isEqualTo(new PngMetadata(6, 3, List.of()));
    }

    @Test
    void unpacksCompressedTexts() throws IOException {
        byte[] latin = join("Comment\0\0".getBytes(StandardCharsets.ISO_8859_1), deflate("é".repeat(500), false));
        byte[] unicode = join("Title\0\1\0en\0Titel\0".getBytes(StandardCharsets.UTF_8), deflate("😀".repeat(9), true));

        PngMetadata read = PngMetadata.read(save(png(chunk("zTXt", latin), chunk("iTXt", unicode))));

        assertThat(read.text("Comment")).contains("é".repeat(500));
        assertThat(read.text("Title")).contains("😀".repeat(9));
        assertThat(read.text("parameters")).isEmpty();
    }

    @Test
    void refusesTenMegabytesOfText() throws IOException {
        byte[] text = new byte[10_000_000];
        Arrays.fill(text, (byte) 'a');
        assertRefused(save(png(chunk("tEXt", text))), "tEXt", "at most 8388608 bytes of text");
    }

    @Test
    void refusesABombOfZeros() throws IOException {
        byte[] zeros = deflate("\0".repeat(50_000_000), false);
        assertThat(zeros.length).isLessThan(100_000);
        assertRefused(
                save(png(chunk("zTXt", join("a\0\0".getBytes(StandardCharsets.ISO_8859_1), zeros)))),
                "at most 8388608");
        assertRefused(
                save(png(chunk("iTXt", join("a\0\1\0\0\0".getBytes(StandardCharsets.ISO_8859_1), zeros)))),
                "at most 8388608");
    }

    @Test
    void refusesManyTextsThatAreTooMuchTogether() throws IOException {
        byte[] packed = deflate("a".repeat(8_000_000), false);
        byte[] one = chunk("zTXt", join("a\0\0".getBytes(StandardCharsets.ISO_8859_1), packed));
        byte[][] many = new byte[6][];
        Arrays.fill(many, one);
        assertRefused(save(png(many)), "at most 33554432");
    }

    @Test
    void refusesWhatIsNotAPng() throws IOException {
        assertRefused(save("GIF89a and more of it".getBytes(StandardCharsets.US_ASCII)), "not a PNG");
        assertRefused(save(new byte[0]), "expected a PNG file, found an empty one");
        assertRefused(folder, "expected a PNG file");
        assertRefused(folder.resolve("nowhere.png"), "expected a PNG file, found nothing");
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] whole = PngEncoder.encode(new Raster(2, 2, new int[4]), List.of(new PngText("k", "text")));
        for (int length = 8; length < whole.length; length++) {
            assertRefused(save(Arrays.copyOf(whole, length)), "cut off");
        }
    }

    @Test
    void refusesADamagedText() throws IOException {
        byte[] png = PngEncoder.encode(new Raster(2, 2, new int[4]), List.of(new PngText("key", "text")));
        int at = new String(png, StandardCharsets.ISO_8859_1).indexOf("text");
        png[at] ^= 1;
        assertRefused(save(png), "damaged", "tEXt", "checksum");
    }

    @Test
    void refusesMalformedChunks() throws IOException {
        assertRefused(save(png(chunk("tEXt", new byte[] {'a'}))), "keyword does not end");
        assertRefused(save(png(chunk("tEXt", new byte[] {0, 'a'}))), "keyword of 1 to 79");
        assertRefused(save(png(chunk("zTXt", new byte[] {'a', 0}))), "ends before its text");
        assertRefused(save(png(chunk("zTXt", new byte[] {'a', 0, 9, 1}))), "compression method 0, found 9");
        assertRefused(save(png(chunk("zTXt", new byte[] {'a', 0, 0, 1, 2, 3}))), "cannot be unpacked");
        assertRefused(save(png(chunk("iTXt", new byte[] {'a', 0, 0, 0, 'e', 'n'}))), "language does not end");
        byte[] half = Arrays.copyOf(deflate("text that is long enough", false), 10);
        assertRefused(save(png(chunk("zTXt", join(new byte[] {'a', 0, 0}, half)))), "incomplete");
        assertRefused(save(join(PngEncoder.SIGNATURE, chunk("IDAT", new byte[3]))), "header first");
        assertRefused(save(join(PngEncoder.SIGNATURE, chunk("IHDR", new byte[13]))), "positive size, found 0x0");
        assertRefused(save(png(new byte[] {-1, -1, -1, -1, 'a', 'b', 'c', 'd'})), "length below 2^31");
        assertRefused(save(png(new byte[] {0, 0, 0, 0, 'a', 'b', '!', 'd'})), "four letters");
    }

    @Test
    void endsOnAnEndlessRowOfEmptyChunks() throws IOException {
        byte[] empty = chunk("junk", new byte[0]);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 300_000; i++) {
            many.writeBytes(empty);
        }
        assertRefused(save(png(many.toByteArray())), "fewer than 262144 chunks");
    }

    private static void assertRefused(Path file, String... words) {
        assertThatThrownBy(() -> PngMetadata.read(file))
                .isInstanceOf(DarkroomException.class)
                .hasMessageContainingAll(words)
                .hasMessageStartingWith(file.toString())
                .message()
                .hasLineCount(1);
    }

    private Path save(byte[] content) throws IOException {
        return Files.write(folder.resolve("test.png"), content);
    }

    private static byte[] png(byte[]... chunks) {
        byte[] header = {0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0};
        return join(join(PngEncoder.SIGNATURE, chunk("IHDR", header)), join(join(chunks), chunk("IEND", new byte[0])));
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] body = join(type.getBytes(StandardCharsets.US_ASCII), data);
        CRC32 crc = new CRC32();
        crc.update(body);
        return ByteBuffer.allocate(body.length + 8)
                .putInt(data.length)
                .put(body)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] deflate(String text, boolean utf8) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater(9))) {
            deflater.write(text.getBytes(utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
