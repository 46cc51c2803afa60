package dev.darkroom.api.picture;

/**
 * What kind of picture it is. Inspectors judge by it: a soft background is natural in a photograph, and flat areas
 * without any detail are in a drawing.
 */
public enum Style {
    /** A photograph, or a rendering that could pass for one: texture and sensor grain nearly everywhere. */
    PHOTO,
    /** Painted or shaded: smooth gradients and drawn texture, no grain. */
    ILLUSTRATION,
    /** Clip art, icons, diagrams: few colours in flat areas with sharp borders. */
    FLAT
}
