package dev.darkroom.host.inspection;

import dev.darkroom.api.picture.Picture;
import dev.darkroom.host.image.decode.PictureSource;
import java.nio.file.Path;

/** Reads a picture from a file. */
public final class PictureReader {

    private PictureReader() {}

    /**
     * Reads a PNG, JPEG or WebP picture.
     *
     * @param file the file
     * @return the picture: upright, in sRGB, transparency on white
     * @throws dev.darkroom.api.DarkroomException if it is no picture, too large or damaged
     */
    public static Picture read(Path file) {
        try (PictureSource source = PictureSource.open(file, PictureSource.MOST_PIXELS)) {
            return source.read();
        }
    }
}
