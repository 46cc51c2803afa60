package dev.darkroom.host.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes PNG: 8-bit RGB, not interlaced, texts before the pixels.
 *
 * <p>Source: Portable Network Graphics, third edition (W3C). Texts are stored as Pillow stores them: {@code tEXt} where
 * Latin-1 can hold them, else uncompressed {@code iTXt}, which is what programs that read A1111's metadata expect.
 */
final class PngEncoder {

    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private static final int FILTERS = 5;

    private PngEncoder() {}

    static byte[] encode(Raster raster, List<PngText> texts) {
        ByteArrayOutputStream png = new ByteArrayOutputStream(1024 + raster.rgb.length);
        png.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(raster.width).putInt(raster.height);
        // 8 bits a sample, colour type 2 (RGB), deflate, adaptive filters, no interlace.
        header.put(new byte[] {8, 2, 0, 0, 0});
        chunk(png, "IHDR", header.array());
        for (PngText text : texts) {
            text(png, text);
        }
        chunk(png, "IDAT", pixels(raster));
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void text(ByteArrayOutputStream png, PngText text) {
        String value = text.text().replace("\0", "");
        ByteArrayOutputStream data = new ByteArrayOutputStream(text.keyword().length() + value.length() + 8);
        data.writeBytes(text.keyword().getBytes(StandardCharsets.ISO_8859_1));
        data.write(0);
        if (PngText.isLatin1(value)) {
            data.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
            chunk(png, "tEXt", data.toByteArray());
        } else {
            // Not compressed, no compression method, no language, no translated keyword.
            data.writeBytes(new byte[] {0, 0, 0, 0});
            data.writeBytes(value.getBytes(StandardCharsets.UTF_8));
            chunk(png, "iTXt", data.toByteArray());
        }
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

    private static byte[] pixels(Raster raster) {
        int stride = 3 * raster.width;
        byte[] above = new byte[stride];
        byte[] row = new byte[stride];
        byte[][] filtered = new byte[FILTERS][stride + 1];
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024 + raster.rgb.length);
        byte[] buffer = new byte[1 << 13];
        Deflater deflater = new Deflater();
        try {
            for (int y = 0; y < raster.height; y++) {
                unpack(raster, y, row);
                deflater.setInput(bestFilter(row, above, filtered));
                while (!deflater.needsInput()) {
                    out.write(buffer, 0, deflater.deflate(buffer));
                }
                byte[] swap = above;
                above = row;
                row = swap;
            }
            deflater.finish();
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private static void unpack(Raster raster, int y, byte[] row) {
        int from = y * raster.width;
        for (int x = 0; x < raster.width; x++) {
            int pixel = raster.rgb[from + x];
            row[3 * x] = (byte) (pixel >> 16);
            row[3 * x + 1] = (byte) (pixel >> 8);
            row[3 * x + 2] = (byte) pixel;
        }
    }

    /** Returns the filtered row whose bytes, read as signed, have the least sum of magnitudes (PNG 12.7). */
    private static byte[] bestFilter(byte[] row, byte[] above, byte[][] filtered) {
        long[] cost = new long[FILTERS];
        for (int filter = 0; filter < FILTERS; filter++) {
            filtered[filter][0] = (byte) filter;
        }
        for (int i = 0; i < row.length; i++) {
            int x = row[i] & 255;
            int a = i < 3 ? 0 : row[i - 3] & 255;
            int b = above[i] & 255;
            int c = i < 3 ? 0 : above[i - 3] & 255;
            store(filtered, cost, 0, i, x);
            store(filtered, cost, 1, i, x - a);
            store(filtered, cost, 2, i, x - b);
            store(filtered, cost, 3, i, x - (a + b) / 2);
            store(filtered, cost, 4, i, x - paeth(a, b, c));
        }
        int best = 0;
        for (int filter = 1; filter < FILTERS; filter++) {
            if (cost[filter] < cost[best]) {
                best = filter;
            }
        }
        return filtered[best];
    }

    private static void store(byte[][] filtered, long[] cost, int filter, int i, int value) {
        byte stored = (byte) value;
        filtered[filter][i + 1] = stored;
        cost[filter] += Math.abs(stored);
    }

    private static int paeth(int a, int b, int c) {
        int p = a + b - c;
        int pa = Math.abs(p - a);
        int pb = Math.abs(p - b);
        int pc = Math.abs(p - c);
        if (pa <= pb && pa <= pc) {
            return a;
        }
        return pb <= pc ? b : c;
    }
}
