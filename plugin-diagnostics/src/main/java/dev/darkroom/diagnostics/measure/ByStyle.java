package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.Style;

/**
 * A threshold for each style of picture; a picture of unknown style is judged as a photograph.
 *
 * @param photo for {@link Style#PHOTO}
 * @param illustration for {@link Style#ILLUSTRATION}
 * @param flat for {@link Style#FLAT}
 */
public record ByStyle(double photo, double illustration, double flat) {

    /** Returns the threshold for a picture. */
    public double of(Inspection inspection) {
        return switch (inspection.style().orElse(Style.PHOTO)) {
            case PHOTO -> photo;
            case ILLUSTRATION -> illustration;
            case FLAT -> flat;
        };
    }
}
