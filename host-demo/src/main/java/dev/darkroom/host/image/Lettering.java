package dev.darkroom.host.image;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Printable ASCII in cells of 6x12 dots, for labels in pictures; anything else is a question mark. AWT could draw text, and
 * costs more to load than a picture takes.
 *
 * <p>The dots are those of DejaVu Sans Mono at 10 pixels (Bitstream Vera licence), a line a character in {@code glyphs.txt}:
 * the character, then twelve bytes in hex, the row from the top, the highest of six bits leftmost.
 */
final class Lettering {

    static final int WIDTH = 6;
    static final int HEIGHT = 12;

    private static final Map<Integer, byte[]> GLYPHS = load();

    private Lettering() {}

    private static Map<Integer, byte[]> load() {
        Map<Integer, byte[]> glyphs = new HashMap<>();
        try (InputStream in = Lettering.class.getResourceAsStream("glyphs.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            lines.lines()
                    .forEach(line ->
                            glyphs.put((int) line.charAt(0), HexFormat.of().parseHex(line.substring(2))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        glyphs.put((int) ' ', new byte[HEIGHT]);
        return glyphs;
    }

    /** Returns whether a dot of a character is set. */
    static boolean dot(int character, int x, int y) {
        byte[] rows = GLYPHS.getOrDefault(character, GLYPHS.get((int) '?'));
        return (rows[y] >> (WIDTH - 1 - x) & 1) == 1;
    }
}
