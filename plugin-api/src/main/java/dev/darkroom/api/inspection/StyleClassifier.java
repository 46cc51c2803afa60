package dev.darkroom.api.inspection;

import dev.darkroom.api.Described;
import dev.darkroom.api.picture.Style;

/** An extension that tells what kind of picture it is. Stateless; asked once a picture, before the inspectors. */
public interface StyleClassifier extends Described {

    /**
     * Tells the style of a picture.
     *
     * @param inspection the picture; what is computed on the way may be {@linkplain Inspection#shared shared}
     * @return the most probable style
     */
    Style classify(Inspection inspection);
}
