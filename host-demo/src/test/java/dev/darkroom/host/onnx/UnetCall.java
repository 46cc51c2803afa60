package dev.darkroom.host.onnx;

import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;

/** The tensors of one call of the tiny UNet. */
final class UnetCall implements AutoCloseable {

    final Map<String, Tensor> inputs;
    final Map<String, Tensor> outputs;

    UnetCall(InferenceRuntime runtime, int height, int width) {
        inputs = Map.of(
                "sample", runtime.allocate(ElementType.FLOAT32, 1, 4, height, width),
                "timestep", runtime.allocate(ElementType.INT64),
                "encoder_hidden_states", runtime.allocate(ElementType.FLOAT32, 1, 8, 6));
        outputs = Map.of("out_sample", runtime.allocate(ElementType.FLOAT32, 1, 4, height, width));
        inputs.get("sample").fill(0.5);
        inputs.get("timestep").fill(7);
        inputs.get("encoder_hidden_states").fill(-0.25);
    }

    float[] run(InferenceSession session, Cancellation cancellation) {
        session.run(inputs, outputs, cancellation);
        return read(outputs.get("out_sample"));
    }

    @Override
    public void close() {
        inputs.values().forEach(Tensor::close);
        outputs.values().forEach(Tensor::close);
    }

    /** Returns a tensor's elements. */
    static float[] read(Tensor tensor) {
        float[] values = new float[tensor.elements()];
        tensor.readFloats(FloatBuffer.wrap(values));
        return values;
    }
}
