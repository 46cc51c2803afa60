package dev.darkroom.host.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** PNG files with texts of any making. */
public final class TestPng {

    private TestPng() {}

    /** Writes a grey picture of 64x48 with one text. */
    public static Path write(Path file, String keyword, String text) {
        return write(file, List.of(new PngText(keyword, text)));
    }

    /** Writes a grey picture of 64x48 with texts. */
    public static Path write(Path file, List<PngText> texts) {
        try {
            return Files.write(file, PngEncoder.encode(new Raster(64, 48, new int[64 * 48]), texts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
