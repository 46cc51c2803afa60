package dev.darkroom.host.precision;

import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TextTokenizer;
import java.nio.file.Path;

/** A runtime that does what another does, except how it opens graphs. */
abstract class ForwardingRuntime implements InferenceRuntime {

    final InferenceRuntime runtime;

    ForwardingRuntime(InferenceRuntime runtime) {
        this.runtime = runtime;
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
