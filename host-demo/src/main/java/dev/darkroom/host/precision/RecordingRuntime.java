package dev.darkroom.host.precision;

import dev.darkroom.api.precision.RecordedTensor;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TensorSpec;
import dev.darkroom.host.onnx.ForwardingRuntime;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers what every graph is fed. */
final class RecordingRuntime extends ForwardingRuntime {

    private final Map<Path, Recording> recordings = Collections.synchronizedMap(new LinkedHashMap<>());

    RecordingRuntime(InferenceRuntime runtime) {
        super(runtime);
    }

    /**
     * What one graph was fed.
     *
     * @param graph its file
     * @param dimensions what its symbolic dimensions were fixed to
     * @param calls the inputs of each call by name, in order
     */
    record Recording(Path graph, Map<String, Long> dimensions, List<Map<String, RecordedTensor>> calls) {}

    /** Returns the recordings of every graph that was opened. */
    List<Recording> recordings() {
        synchronized (recordings) {
            return List.copyOf(recordings.values());
        }
    }

    @Override
    public InferenceSession open(Path model, Map<String, Long> dimensions) {
        InferenceSession session = super.open(model, dimensions);
        Recording recording = recordings.computeIfAbsent(
                model, graph -> new Recording(graph, Map.copyOf(dimensions), new ArrayList<>()));
        return new Session(session, recording);
    }

    private record Session(InferenceSession session, Recording recording) implements InferenceSession {

        @Override
        public List<TensorSpec> inputs() {
            return session.inputs();
        }

        @Override
        public List<TensorSpec> outputs() {
            return session.outputs();
        }

        @Override
        public void run(Map<String, Tensor> inputs, Map<String, Tensor> outputs, Cancellation cancellation) {
            Map<String, RecordedTensor> call = new HashMap<>();
            inputs.forEach((name, tensor) -> {
                float[] values = new float[tensor.elements()];
                tensor.readFloats(FloatBuffer.wrap(values));
                call.put(name, RecordedTensor.of(tensor.type(), tensor.shape(), values));
            });
            session.run(inputs, outputs, cancellation);
            recording.calls().add(call);
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
