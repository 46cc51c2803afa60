package dev.darkroom.api.precision;

import java.nio.file.Path;
import java.util.Objects;

/**
 * One graph of a model.
 *
 * @param name the folder it lies in, {@code unet}
 * @param role what it does
 * @param graph its file
 */
public record Component(String name, Role role, Path graph) {

    /** What a graph does in a generation. */
    public enum Role {
        /** Reads prompts. */
        TEXT_ENCODER,
        /** Is sampled from. */
        NETWORK,
        /** Makes pictures of latents. */
        DECODER,
        /** Makes latents of pictures. */
        ENCODER
    }

    /** Checks that nothing is null. */
    public Component {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(graph, "graph");
    }
}
