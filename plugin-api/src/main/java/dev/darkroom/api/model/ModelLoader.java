package dev.darkroom.api.model;

import dev.darkroom.api.Described;
import dev.darkroom.api.runtime.InferenceRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An extension that recognises and loads one layout of model folder. */
public interface ModelLoader extends Described {

    /**
     * Looks at a folder without loading weights.
     *
     * @param folder an existing folder
     * @return what it holds, or empty if the layout is not this loader's
     * @throws ModelException if it is this loader's layout but incomplete or damaged
     */
    Optional<ModelCard> inspect(Path folder);

    /**
     * Loads a model. Components may be loaded when they are first used.
     *
     * @param card what {@link #inspect} returned
     * @param settings which weights, precision and size
     * @param runtime the inference engine
     * @return a model to close
     * @throws ModelException if the folder does not hold what is asked for
     */
    DiffusionModel load(ModelCard card, Settings settings, InferenceRuntime runtime);

    /**
     * Lists the graphs of a model.
     *
     * @param card what {@link #inspect} returned
     * @return every graph of every component, variants included; empty if this loader cannot tell
     */
    default List<ModelGraph> graphs(ModelCard card) {
        return List.of();
    }

    /**
     * Looks at a graph and its weights without running it.
     *
     * @param graph one of {@link #graphs}
     * @param device where it would run, {@code cpu} or {@code cuda:N}
     * @throws ModelException if the file is damaged or incomplete
     */
    default GraphCheck check(ModelGraph graph, String device) {
        return new GraphCheck("unknown", List.of(), List.of());
    }

    /**
     * What to load.
     *
     * @param weights which weights
     * @param precision which precision
     * @param width picture width the model will be used at, in pixels; graphs may be specialised to it
     * @param height picture height
     * @param lowMemory whether a component is released when another is used, at the price of loading it again
     */
    record Settings(Weights weights, Precision precision, int width, int height, boolean lowMemory) {

        /** Makes settings that keep every component. */
        public Settings(Weights weights, Precision precision, int width, int height) {
            this(weights, precision, width, height, false);
        }
    }
}
