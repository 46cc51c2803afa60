package dev.darkroom.host.image.decode;

import dev.darkroom.host.image.PngChunk;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What ImageIO does not tell of a PNG: whether it is whole and undamaged, and whether it moves. */
final class PngFile {

    private static final int SIGNATURE = 8;
    private static final int BUFFER = 1 << 16;

    private PngFile() {}

    /**
     * Reads through a PNG in constant memory.
     *
     * @return whether it is animated (APNG)
     * @throws java.io.EOFException if it is cut off
     * @throws dev.darkroom.api.DarkroomException if it is damaged
     */
    static boolean checkedForAnimation(Path file) throws IOException {
        boolean animated = false;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            in.skipNBytes(SIGNATURE);
            for (PngChunk chunk = PngChunk.next(in, file); ; chunk = PngChunk.next(in, file)) {
                chunk.verify(in);
                animated = animated || chunk.type().equals("acTL");
                if (chunk.type().equals("IEND")) {
                    return animated;
                }
            }
        }
    }
}
