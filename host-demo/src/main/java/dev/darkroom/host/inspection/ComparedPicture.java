package dev.darkroom.host.inspection;

import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.picture.Picture;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A picture among others it is compared with.
 *
 * @param file the file
 * @param picture its pixels
 * @param inspected what the inspectors made of it
 * @param likeness how like the first picture it is; empty for the first itself
 */
public record ComparedPicture(Path file, Picture picture, Inspected inspected, Optional<Likeness> likeness) {

    /** Checks that nothing is null. */
    public ComparedPicture {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(picture, "picture");
        Objects.requireNonNull(inspected, "inspected");
        Objects.requireNonNull(likeness, "likeness");
    }
}
