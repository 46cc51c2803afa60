package dev.darkroom.host.onnx;

import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TextTokenizer;
import java.nio.file.Path;
import java.util.Map;

/** A runtime that does what another does, except for what a subclass changes. */
public abstract class ForwardingRuntime implements InferenceRuntime {

    private final InferenceRuntime runtime;

    /**
     * Forwards to a runtime.
     *
     * @param runtime not closed here
     */
    protected ForwardingRuntime(InferenceRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public InferenceSession open(Path model, Map<String, Long> dimensions) {
        return runtime.open(model, dimensions);
    }

    @Override
    public Tensor allocate(ElementType type, long... shape) {
        return runtime.allocate(type, shape);
    }

    @Override
    public TextTokenizer tokenizer(Path folder) {
        return runtime.tokenizer(folder);
    }

    @Override
    public String device() {
        return runtime.device();
    }

    @Override
    public String version() {
        return runtime.version();
    }
}
