package dev.darkroom.plugin.loader.onnx;

import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The tensors of one session, made on first use and kept for every later call. */
final class Tensors implements AutoCloseable {

    /** Batch sizes change between calls (guidance on one or two prompts); more shapes than this are not kept. */
    private static final int MOST = 64;

    private final InferenceRuntime runtime;
    private final Map<String, Tensor> kept = new HashMap<>();

    Tensors(InferenceRuntime runtime) {
        this.runtime = runtime;
    }

    /** Returns the tensor of a name, type and shape. */
    Tensor get(String name, ElementType type, long... shape) {
        String key = name + type + Arrays.toString(shape);
        Tensor tensor = kept.get(key);
        if (tensor == null) {
            if (kept.size() >= MOST) {
                close();
            }
            tensor = runtime.allocate(type, shape);
            kept.put(key, tensor);
        }
        return tensor;
    }

    @Override
    public void close() {
        kept.values().forEach(Tensor::close);
        kept.clear();
    }
}
