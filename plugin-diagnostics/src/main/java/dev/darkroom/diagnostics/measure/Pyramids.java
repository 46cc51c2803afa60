package dev.darkroom.diagnostics.measure;

import dev.darkroom.api.inspection.Inspection;

/**
 * The wavelet bands of a picture's opponent planes, made once for all inspectors.
 *
 * @param luma four levels
 * @param blue three levels
 * @param red three levels
 */
public record Pyramids(Pyramid luma, Pyramid blue, Pyramid red) {

    /** Returns the bands of an inspected picture. */
    public static Pyramids of(Inspection inspection) {
        return inspection.shared(Pyramids.class, picture -> {
            OpponentPlanes planes = OpponentPlanes.of(inspection);
            return new Pyramids(
                    Pyramid.of(planes.luma(), 4), Pyramid.of(planes.blue(), 3), Pyramid.of(planes.red(), 3));
        });
    }
}
