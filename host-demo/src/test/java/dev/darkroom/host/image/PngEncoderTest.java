package dev.darkroom.host.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.picture.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Node;

/** Our PNG seen by the JDK's reader, which shares no code with the writer. */
class PngEncoderTest {

    @ParameterizedTest
    @CsvSource({"1,1", "3,7", "128,128", "257,2", "2,300"})
    void anotherReaderSeesTheSamePixels(int width, int height) throws IOException {
        for (int[] rgb : List.of(noise(width, height), gradient(width, height), new int[width * height])) {
            byte[] png = PngEncoder.encode(new Raster(width, height, rgb), List.of());

            BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));

            assertThat(read.getWidth()).isEqualTo(width);
            assertThat(read.getHeight()).isEqualTo(height);
            int[] pixels = read.getRGB(0, 0, width, height, null, 0, width);
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] &= 0xFFFFFF;
            }
            assertThat(pixels).isEqualTo(rgb);
        }
    }

    @Test
    void clampsWhatLeavesTheRangeAndDrawsNanBlack() throws IOException {
        float[] planes = {-1, 2, Float.NaN, 0.5f, 0.5f, 0.5f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1};
        byte[] png = PngEncoder.encode(Raster.of(Picture.of(3, 1, planes)), List.of());

        BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));

        assertThat(read.getRGB(0, 0, 3, 1, null, 0, 3)).containsExactly(0xFF0080FF, 0xFFFF8000, 0xFF0080FF);
    }

    @Test
    void latin1TextsAreTextChunksAndOthersInternational() throws IOException {
        byte[] png = PngEncoder.encode(
                new Raster(1, 1, new int[1]),
                List.of(
                        new PngText("parameters", "crème brûlée\nSteps: 20"),
                        new PngText("darkroom", "{\"prompt\":\"😀 تفاحة\"}")));

        Map<String, String> read = textsByTheJdk(png);

        assertThat(read)
                .containsEntry("tEXt parameters", "crème brûlée\nSteps: 20")
                .containsEntry("iTXt darkroom", "{\"prompt\":\"😀 تفاحة\"}");
    }

    @Test
    void everyChunkCarriesItsChecksum() {
        byte[] png = PngEncoder.encode(new Raster(9, 9, noise(9, 9)), List.of(new PngText("a", "b")));

        ByteBuffer in = ByteBuffer.wrap(png);
        assertThat(in.getLong()).isEqualTo(0x89504E470D0A1A0AL);
        List<String> types = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] body = new byte[in.getInt() + 4];
            in.get(body);
            CRC32 crc = new CRC32();
            crc.update(body);
            types.add(new String(body, 0, 4, java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(in.getInt()).as("CRC of " + types).isEqualTo((int) crc.getValue());
        }
        assertThat(types).containsExactly("IHDR", "tEXt", "IDAT", "IEND");
    }

    @Test
    void smoothPicturesTakeLittleRoom() {
        byte[] png = PngEncoder.encode(new Raster(256, 256, gradient(256, 256)), List.of());

        // Unfiltered deflate needs some 60 kB for this gradient.
        assertThat(png.length).isLessThan(4_000);
    }

    private static int[] noise(int width, int height) {
        return new java.util.Random(1).ints((long) width * height, 0, 1 << 24).toArray();
    }

    private static int[] gradient(int width, int height) {
        int[] rgb = new int[width * height];
        for (int i = 0; i < rgb.length; i++) {
            int x = i % width;
            int y = i / width;
            rgb[i] = (x & 255) << 16 | (y & 255) << 8 | (x + y & 255);
        }
        return rgb;
    }

    private static Map<String, String> textsByTheJdk(byte[] png) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(png))) {
            reader.setInput(in);
            IIOMetadata metadata = reader.getImageMetadata(0);
            Node root = metadata.getAsTree(metadata.getNativeMetadataFormatName());
            Map<String, String> texts = new HashMap<>();
            for (Node list = root.getFirstChild(); list != null; list = list.getNextSibling()) {
                for (Node entry = list.getFirstChild(); entry != null; entry = entry.getNextSibling()) {
                    Node keyword = entry.getAttributes().getNamedItem("keyword");
                    if (keyword != null) {
                        Node value = entry.getAttributes()
                                .getNamedItem(list.getNodeName().equals("iTXt") ? "text" : "value");
                        texts.put(list.getNodeName() + " " + keyword.getNodeValue(), value.getNodeValue());
                    }
                }
            }
            return texts;
        } finally {
            reader.dispose();
        }
    }
}
