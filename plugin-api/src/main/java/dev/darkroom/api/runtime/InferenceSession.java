package dev.darkroom.api.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A loaded graph. Owns native memory: whoever opened it closes it. One call at a time. */
public interface InferenceSession extends AutoCloseable {

    /** Returns the declared inputs, in graph order. */
    List<TensorSpec> inputs();

    /** Returns the declared outputs, in graph order. */
    List<TensorSpec> outputs();

    /** Returns the declared input of a name, if the graph has it. */
    default Optional<TensorSpec> input(String name) {
        return inputs().stream().filter(spec -> spec.name().equals(name)).findFirst();
    }

    /** Returns the declared output of a name, if the graph has it. */
    default Optional<TensorSpec> output(String name) {
        return outputs().stream().filter(spec -> spec.name().equals(name)).findFirst();
    }

    /**
     * Runs the graph.
     *
     * @param inputs every declared input by name
     * @param outputs the outputs wanted, by name, each with the memory to write it to
     * @param cancellation ends the call early
     * @throws CancelledException if the call was cancelled
     * @throws InferenceException if the engine failed
     */
    void run(Map<String, Tensor> inputs, Map<String, Tensor> outputs, Cancellation cancellation);

    @Override
    void close();
}
