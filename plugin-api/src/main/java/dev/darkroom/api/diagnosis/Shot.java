package dev.darkroom.api.diagnosis;

import dev.darkroom.api.generation.GenerationResult;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A picture that was made for a diagnosis.
 *
 * @param id its name within the diagnosis, lower case letters, digits and hyphens
 * @param label what is particular about it, as in {@code steps 40, seed 7}
 * @param result the picture, its latent, scores, trace and request
 * @param alignment how well it shows the prompt, a cosine in [-1,1]; empty if nobody could tell
 */
public record Shot(String id, String label, GenerationResult result, OptionalDouble alignment) {

    /** Checks that nothing is null. */
    public Shot {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(alignment, "alignment");
    }
}
