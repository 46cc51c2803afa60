package dev.darkroom.api.inspection;

import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.picture.Picture;
import java.util.Optional;

/**
 * What an inspector looks at.
 *
 * @param picture the picture
 * @param making how it was made; absent for a picture read from a file
 */
public record Inspection(Picture picture, Optional<Making> making) {

    /** Returns the inspection of a picture of unknown making. */
    public static Inspection of(Picture picture) {
        return new Inspection(picture, Optional.empty());
    }

    /**
     * How a picture was made.
     *
     * @param request the request
     * @param model the model
     * @param trace what happened on the way
     * @param latent the latent it was decoded from, {@code [1,c,h,w]}
     */
    public record Making(GenerationRequest request, ModelCard model, GenerationTrace trace, Latent latent) {}
}
