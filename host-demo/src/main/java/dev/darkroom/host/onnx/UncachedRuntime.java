package dev.darkroom.host.onnx;

import dev.darkroom.api.runtime.InferenceSession;
import java.nio.file.Path;
import java.util.Map;

/** A runtime whose graphs are not kept in optimised form: a conversion opens hundreds, each once. */
final class UncachedRuntime extends ForwardingRuntime {

    private final OnnxRuntime engine;

    UncachedRuntime(OnnxRuntime engine) {
        super(engine);
        this.engine = engine;
    }

    @Override
    public InferenceSession open(Path model, Map<String, Long> dimensions) {
        return engine.open(model, dimensions, false);
    }
}
