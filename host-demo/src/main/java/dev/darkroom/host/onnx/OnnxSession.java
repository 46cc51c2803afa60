package dev.darkroom.host.onnx;

import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** One loaded graph; outputs are written to the caller's tensors without a copy. */
final class OnnxSession implements InferenceSession {

    private final Graph graph;
    private final LongAdder nanosInside;
    private final Runnable onClose;
    private boolean closed;

    /**
     * @param graph closed with this
     * @param nanosInside the time the engine works is added to it
     * @param onClose told once this is closed
     */
    OnnxSession(Graph graph, LongAdder nanosInside, Runnable onClose) {
        this.graph = graph;
        this.nanosInside = nanosInside;
        this.onClose = onClose;
    }

    @Override
    public List<TensorSpec> inputs() {
        return graph.inputs();
    }

    @Override
    public List<TensorSpec> outputs() {
        return graph.outputs();
    }

    @Override
    public synchronized void run(Map<String, Tensor> given, Map<String, Tensor> wanted, Cancellation cancellation) {
        if (closed) {
            throw new IllegalStateException(graph + ": the session is closed");
        }
        nanosInside.add(graph.call(given, wanted).make(cancellation));
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                graph.close();
            } finally {
                onClose.run();
            }
        }
    }

    @Override
    public String toString() {
        return graph.toString();
    }
}
