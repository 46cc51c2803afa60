package dev.darkroom.host.inspection;

import dev.darkroom.api.picture.Picture;
import dev.darkroom.host.image.decode.PictureSource;
import java.nio.file.Path;

/** The pixels of a picture file. */
public final class StoredPicture {

    private StoredPicture() {}

    /**
     * Reads a picture.
     *
     * @param file a PNG, JPEG or WebP
     * @return its pixels
     * @throws dev.darkroom.api.DarkroomException if it cannot be read
     */
    public static Picture read(Path file) {
        try (PictureSource source = PictureSource.open(file, PictureSource.MOST_PIXELS)) {
            return source.read();
        }
    }
}
