package dev.darkroom.api.model;

import java.nio.file.Path;
import java.util.Objects;

/**
 * One graph of a model folder.
 *
 * @param component the folder it lies in, {@code unet}
 * @param weights which weights
 * @param precision which precision, by its name
 * @param file the graph
 */
public record ModelGraph(String component, Weights weights, Precision precision, Path file) {

    /** Checks that nothing is null. */
    public ModelGraph {
        Objects.requireNonNull(component, "component");
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(file, "file");
    }
}
