package dev.darkroom.host.precision;

import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.host.onnx.ForwardingRuntime;
import java.nio.file.Path;
import java.util.Map;

/** Opens other graphs in place of some, so that a loader runs a variant that is not in the model's folder yet. */
final class SubstituteRuntime extends ForwardingRuntime {

    private final Map<Path, Path> substitutes;

    SubstituteRuntime(InferenceRuntime runtime, Map<Path, Path> substitutes) {
        super(runtime);
        this.substitutes = Map.copyOf(substitutes);
    }

    @Override
    public InferenceSession open(Path model, Map<String, Long> dimensions) {
        return super.open(substitutes.getOrDefault(model, model), dimensions);
    }
}
