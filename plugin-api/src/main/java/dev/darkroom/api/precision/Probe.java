package dev.darkroom.api.precision;

import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TensorSpec;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph that is run on recorded inputs. Owns a session and its memory: close it. Not thread-safe. */
public final class Probe implements AutoCloseable {

    private final InferenceRuntime runtime;
    private final InferenceSession session;
    private final Cancellation cancellation;
    private final Map<String, Tensor> kept = new HashMap<>();

    /**
     * Loads a graph.
     *
     * @param graph the file
     * @param dimensions sizes to fix symbolic dimensions to
     */
    public Probe(InferenceRuntime runtime, Path graph, Map<String, Long> dimensions, Cancellation cancellation) {
        this.runtime = runtime;
        this.session = runtime.openRows(graph, dimensions);
        this.cancellation = cancellation;
    }

    /**
     * How an output is to be read.
     *
     * @param name its name
     * @param type its element type
     * @param shape its dimensions
     */
    public record Wanted(String name, ElementType type, long... shape) {}

    /** Returns the first output of the graph, which has the shape of the first input of rank 4. */
    public float[] run(Map<String, RecordedTensor> inputs) {
        TensorSpec out = session.outputs().get(0);
        long[] shape = session.inputs().stream()
                .filter(spec -> spec.rank() == 4)
                .map(spec -> inputs.get(spec.name()).shape())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no input of rank 4 among " + session.inputs()));
        return run(inputs, List.of(new Wanted(out.name(), out.type(), shape))).get(out.name());
    }

    /** Returns outputs by name. */
    public Map<String, float[]> run(Map<String, RecordedTensor> inputs, Collection<Wanted> wanted) {
        Map<String, Tensor> in = new HashMap<>();
        for (TensorSpec spec : session.inputs()) {
            RecordedTensor recorded = inputs.get(spec.name());
            Tensor tensor = tensor("in:" + spec.name(), spec.type(), recorded.shape());
            tensor.writeFloats(recorded.values());
            in.put(spec.name(), tensor);
        }
        Map<String, Tensor> out = new HashMap<>();
        wanted.forEach(each -> out.put(each.name(), tensor("out:" + each.name(), each.type(), each.shape())));
        session.run(in, out, cancellation);
        Map<String, float[]> values = new HashMap<>();
        out.forEach((name, tensor) -> {
            float[] array = new float[tensor.elements()];
            tensor.readFloats(FloatBuffer.wrap(array));
            values.put(name, array);
        });
        return values;
    }

    private Tensor tensor(String key, ElementType type, long... shape) {
        return kept.computeIfAbsent(key + Arrays.toString(shape), absent -> runtime.allocate(type, shape));
    }

    @Override
    public void close() {
        kept.values().forEach(Tensor::close);
        session.close();
    }
}
