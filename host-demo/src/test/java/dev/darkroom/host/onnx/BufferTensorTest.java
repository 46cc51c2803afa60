package dev.darkroom.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.api.runtime.Tensor;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BufferTensorTest {

    private static final OnnxRuntime RUNTIME = new OnnxRuntime(OnnxSettings.cpu());

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @Test
    void convertsAtTheEdges() {
        try (Tensor half = RUNTIME.allocate(ElementType.FLOAT16, 2);
                Tensor ints = RUNTIME.allocate(ElementType.INT32, 2);
                Tensor scalar = RUNTIME.allocate(ElementType.INT64)) {
            half.writeFloats(FloatBuffer.wrap(new float[] {1.0001f, 65504}));
            assertThat(UnetCall.read(half)).containsExactly(1, 65504);
            ints.writeLongs(3, -4);
            assertThat(UnetCall.read(ints)).containsExactly(3, -4);
            assertThatThrownBy(() -> ints.writeLongs(1L << 40, 0)).isInstanceOf(IllegalArgumentException.class);
            scalar.fill(999);
            assertThat(scalar.elements()).isEqualTo(1);
            assertThat(UnetCall.read(scalar)).containsExactly(999);
            assertThatThrownBy(() -> scalar.fill(0.5)).hasMessageContaining("whole numbers");
            assertThatThrownBy(() -> half.writeFloats(FloatBuffer.allocate(1))).hasMessageContaining("of 2 values");
            assertThatThrownBy(() -> RUNTIME.allocate(ElementType.FLOAT32, 1 << 20, 1 << 20))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
