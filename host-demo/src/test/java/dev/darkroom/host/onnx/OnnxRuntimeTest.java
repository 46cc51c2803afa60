package dev.darkroom.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.api.runtime.InferenceException;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeTest {

    private static final OnnxRuntime RUNTIME = new OnnxRuntime(OnnxSettings.cpu());
    private static final Path UNET = TinyModels.folder("latent").resolve("unet/model.onnx");

    @TempDir
    Path temporary;

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @Test
    void saysWhatAGraphTakes() {
        try (InferenceSession session = RUNTIME.open(UNET, Map.of("height", 4L, "width", 4L, "unknown", 3L))) {
            assertThat(session.input("timestep").orElseThrow().rank()).isZero();
            assertThat(session.input("timestep").orElseThrow().type()).isEqualTo(ElementType.INT64);
            assertThat(session.input("sample").orElseThrow().shape()).containsExactly(-1, -1, 4, 4);
            assertThat(session.outputs()).hasSize(1);
            assertThat(session.input("absent")).isEmpty();
        }
        assertThat(RUNTIME.device()).isEqualTo("cpu");
        assertThat(RUNTIME.version()).matches("ONNX Runtime \\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void reusesItsTensorsCallAfterCall() {
        try (InferenceSession session = RUNTIME.open(UNET, Map.of());
                UnetCall call = new UnetCall(RUNTIME, 4, 4)) {
            float[] first = call.run(session, new Cancellation());
            for (int i = 0; i < 200; i++) {
                assertThat(call.run(session, new Cancellation())).isEqualTo(first);
            }
        }
    }

    @Test
    void complainsAboutWrongInputsAndStaysUsable() {
        try (InferenceSession session = RUNTIME.open(UNET, Map.of());
                UnetCall call = new UnetCall(RUNTIME, 4, 4);
                Tensor wrong = RUNTIME.allocate(ElementType.FLOAT32, 1)) {
            assertThatThrownBy(() -> session.run(Map.of("sample", wrong), Map.of(), new Cancellation()))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageStartingWith(
                            "unet/model.onnx, input sample: expected FLOAT32[-1, -1, -1, -1] (-1 is any),"
                                    + " found FLOAT32[1]");
            Map<String, Tensor> inputs = new HashMap<>(call.inputs);
            inputs.put("timestep", wrong);
            assertThatThrownBy(() -> session.run(inputs, call.outputs, new Cancellation()))
                    .isInstanceOf(InferenceException.class)
                    .hasMessage("unet/model.onnx, input timestep: expected INT64[], found FLOAT32[1]");
            inputs.remove("timestep");
            assertThatThrownBy(() -> session.run(inputs, call.outputs, new Cancellation()))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("expected inputs");
            assertThatThrownBy(() -> session.run(call.inputs, Map.of("nothing", wrong), new Cancellation()))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("found nothing");
            assertThat(call.run(session, new Cancellation())).hasSize(64);
        }
    }

    @Test
    void quotesOutputShapesThatTheGraphDidNotDeclare() {
        try (InferenceSession session = RUNTIME.open(UNET, Map.of());
                UnetCall call = new UnetCall(RUNTIME, 4, 4);
                Tensor flat = RUNTIME.allocate(ElementType.FLOAT32, 1, 4, 2, 8);
                Tensor small = RUNTIME.allocate(ElementType.FLOAT32, 1, 4, 4, 2)) {
            float[] expected = call.run(session, new Cancellation());
            session.run(call.inputs, Map.of("out_sample", flat), new Cancellation());
            float[] copied = new float[64];
            flat.readFloats(FloatBuffer.wrap(copied));
            assertThat(copied).isEqualTo(expected);
            assertThatThrownBy(() -> session.run(call.inputs, Map.of("out_sample", small), new Cancellation()))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("expected FLOAT32[1, 4, 4, 2]")
                    .hasMessageContaining("1, 4, 4, 4")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void endsACallThatIsUnderWayAndStaysUsable() throws InterruptedException {
        try (InferenceSession session = RUNTIME.open(UNET, Map.of());
                UnetCall large = new UnetCall(RUNTIME, 1024, 1024);
                UnetCall small = new UnetCall(RUNTIME, 4, 4)) {
            float[] before = small.run(session, new Cancellation());
            boolean ended = false;
            for (int attempt = 0; attempt < 50 && !ended; attempt++) {
                Cancellation cancellation = new Cancellation();
                CountDownLatch started = new CountDownLatch(1);
                Thread canceller = new Thread(() -> {
                    try {
                        started.await();
                        Thread.sleep(2);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    cancellation.cancel();
                });
                canceller.start();
                started.countDown();
                try {
                    session.run(large.inputs, large.outputs, cancellation);
                } catch (CancelledException e) {
                    ended = e.getCause() != null;
                }
                canceller.join();
            }
            assertThat(ended)
                    .as("a run was ended by the engine, not before it began")
                    .isTrue();
            assertThat(small.run(session, new Cancellation())).isEqualTo(before);
        }
    }

    @Test
    void refusesToStartWhenCancelled() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        try (InferenceSession session = RUNTIME.open(UNET, Map.of());
                UnetCall call = new UnetCall(RUNTIME, 4, 4)) {
            assertThatThrownBy(() -> call.run(session, cancellation)).isInstanceOf(CancelledException.class);
        }
    }

    @Test
    void explainsFilesThatAreNoGraphs() throws IOException {
        Path file = Files.createDirectories(temporary.resolve("unet")).resolve("model.onnx");
        assertThatThrownBy(() -> RUNTIME.open(file, Map.of())).hasMessageContaining("unet/model.onnx: expected a file");
        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> RUNTIME.open(file, Map.of())).hasMessageContaining("is empty");
        Files.writeString(file, "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
        assertThatThrownBy(() -> RUNTIME.open(file, Map.of())).hasMessageContaining("git lfs pull");
        Files.writeString(file, "no graph at all");
        assertThatThrownBy(() -> RUNTIME.open(file, Map.of()))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("not a readable ONNX graph")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> RUNTIME.open(temporary, Map.of())).isInstanceOf(InferenceException.class);
    }

    @Test
    void closesWhatWasLeftOpen() {
        OnnxRuntime own = new OnnxRuntime(OnnxSettings.cpu());
        InferenceSession session = own.open(UNET, Map.of());
        own.close();
        try (UnetCall call = new UnetCall(RUNTIME, 4, 4)) {
            assertThatThrownBy(() -> call.run(session, new Cancellation())).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> own.open(UNET, Map.of())).isInstanceOf(IllegalStateException.class);
    }
}
