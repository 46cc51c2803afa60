package dev.darkroom.api.runtime;

import java.nio.file.Path;
import java.util.Map;

/** The inference engine, as a model loader sees it. Thread-safe. */
public interface InferenceRuntime {

    /**
     * Loads a graph.
     *
     * @param model the file
     * @param dimensions sizes to fix symbolic dimensions to, by their names in the graph; names the graph does not have
     *     are ignored
     * @return a session to close
     * @throws InferenceException if the file is missing, damaged or cannot run here
     */
    InferenceSession open(Path model, Map<String, Long> dimensions);

    /**
     * Loads a graph whose rows have nothing to do with each other: every input and output with an open first dimension
     * holds a row for each picture, and a row of the result depends on the same row of the inputs alone. The engine may
     * compute rows side by side where that is faster, with the same result.
     *
     * @param model the file
     * @param dimensions as in {@link #open}
     * @return a session to close
     * @throws InferenceException if the file is missing, damaged or cannot run here
     */
    default InferenceSession openRows(Path model, Map<String, Long> dimensions) {
        return open(model, dimensions);
    }

    /**
     * Allocates a tensor.
     *
     * @param type the element type
     * @param shape the dimensions; none for a scalar
     * @return a tensor of zeros to close
     */
    Tensor allocate(ElementType type, long... shape);

    /**
     * Loads a tokenizer in the Hugging Face {@code tokenizer.json} format.
     *
     * @param folder the folder that holds {@code tokenizer.json} or {@code vocab.json} and {@code merges.txt}
     * @return the tokenizer
     * @throws InferenceException if the folder holds no tokenizer that can be read
     */
    TextTokenizer tokenizer(Path folder);

    /** Returns where graphs run, for people and metadata: {@code cpu}, {@code cuda:0}. */
    String device();

    /** Returns the engine and its version, for metadata. */
    String version();
}
