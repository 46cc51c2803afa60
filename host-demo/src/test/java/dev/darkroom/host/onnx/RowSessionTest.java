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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls whose rows are computed side by side, by the real engine. */
class RowSessionTest {

    private static final Path UNET = TinyModels.folder("latent").resolve("unet/model.onnx");

    /** As many as a trial lasts. */
    private static final int CALLS = 16;

    @TempDir
    private Path temporary;

    private Path model;
    private Path ways;

    @BeforeEach
    void copy() throws IOException {
        model = Files.createDirectories(temporary.resolve("unet")).resolve("model.onnx");
        Files.write(model, GraphCacheTest.padded(Files.readAllBytes(UNET), 6 << 20, 'r'));
        ways = temporary.resolve("cache/rows");
    }

    private OnnxRuntime runtime(int threads) {
        return new OnnxRuntime(new OnnxSettings("cpu", threads, Optional.of(temporary.resolve("cache"))));
    }

    /** The tensors of a call of some rows, each row different. */
    private static final class Rows implements AutoCloseable {

        private final Map<String, Tensor> inputs = new HashMap<>();
        private final Map<String, Tensor> outputs;

        Rows(OnnxRuntime runtime, int rows) {
            this(runtime, new long[] {rows, 4, 4, 4}, rows, 8, 6);
        }

        Rows(OnnxRuntime runtime, long[] sample, long... prompt) {
            inputs.put("sample", runtime.allocate(ElementType.FLOAT32, sample));
            inputs.put("timestep", runtime.allocate(ElementType.INT64));
            inputs.put("encoder_hidden_states", runtime.allocate(ElementType.FLOAT32, prompt));
            outputs = Map.of("out_sample", runtime.allocate(ElementType.FLOAT32, sample));
            inputs.get("timestep").fill(7);
            for (String name : List.of("sample", "encoder_hidden_states")) {
                Tensor tensor = inputs.get(name);
                float[] values = new float[tensor.elements()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) Math.sin(i);
                }
                tensor.writeFloats(FloatBuffer.wrap(values));
            }
        }

        float[] run(InferenceSession session) {
            outputs.get("out_sample").fill(0);
            session.run(inputs, outputs, new Cancellation());
            return UnetCall.read(outputs.get("out_sample"));
        }

        @Override
        public void close() {
            inputs.values().forEach(Tensor::close);
            outputs.values().forEach(Tensor::close);
        }
    }

    /** A trial keeps calls apart only if they give the same bits, so that the caller never sees a difference. */
    @Test
    void triesBothWaysAndRemembers() throws IOException {
        try (OnnxRuntime runtime = runtime(2);
                InferenceSession plain = runtime.open(model, Map.of());
                InferenceSession session = runtime.openRows(model, Map.of());
                Rows rows = new Rows(runtime, 2)) {
            float[] expected = rows.run(plain);
            for (int call = 0; call < CALLS; call++) {
                assertThat(rows.run(session)).isEqualTo(expected);
            }
        }
        assertThat(Files.readString(ways)).matches("\\p{XDigit}+-2 2 [0-3]\n");
    }

    /** Large enough that the engine adds up a row as it does among others, so that the trial goes to its end. */
    @Test
    void aTrialOfTheEmbeddedNetworkChangesNoBit() throws IOException {
        Path unet = Path.of("../plugins/model-emoji/src/main/model/unet/model.onnx");
        Map<String, Long> size = Map.of("height", 16L, "width", 16L);
        try (OnnxRuntime runtime = runtime(2);
                InferenceSession plain = runtime.open(unet, size);
                InferenceSession session = runtime.openRows(unet, size);
                Rows rows = new Rows(runtime, new long[] {2, 8, 16, 16}, 2, 24, 160)) {
            float[] expected = rows.run(plain);
            for (int call = 0; call < CALLS; call++) {
                assertThat(rows.run(session)).isEqualTo(expected);
            }
        }
        assertThat(Files.readString(ways)).matches("\\p{XDigit}+-2 2 [0-3]\n");
    }

    @Test
    void computesRowsApartWhereThatWasFasterBefore() throws IOException {
        try (OnnxRuntime runtime = runtime(3);
                InferenceSession plain = runtime.open(model, Map.of());
                Rows one = new Rows(runtime, 1);
                Rows two = new Rows(runtime, 2);
                Rows five = new Rows(runtime, 5)) {
            learn(runtime, 2, RowWays.Way.APART);
            learn(runtime, 5, RowWays.Way.APART);
            try (InferenceSession session = runtime.openRows(model, Map.of())) {
                assertThat(session.inputs()).isEqualTo(plain.inputs());
                assertThat(session.outputs()).isEqualTo(plain.outputs());
                for (Rows rows : List.of(five, one, two, five)) {
                    // Of matrices this small the engine adds the terms of one row in another order than of several.
                    assertThat(rows.run(session)).containsExactly(rows.run(plain), Offset.offset(1e-6f));
                }
                assertThat(runtime.secondsInside()).isPositive();
            }
        }
    }

    private void learn(OnnxRuntime runtime, int rows, RowWays.Way way) {
        String key = new GraphCache(temporary.resolve("cache/graphs"), runtime.version())
                .key(model, Map.of())
                .orElseThrow();
        new RowWays(ways, key + "-3").decide(rows, way);
    }

    @Test
    void saysWhatIsWrongWithACallApartAndStaysUsable() {
        try (OnnxRuntime runtime = runtime(3);
                Rows rows = new Rows(runtime, 2);
                Tensor narrow = runtime.allocate(ElementType.FLOAT32, 2, 4, 4, 2)) {
            learn(runtime, 2, RowWays.Way.APART);
            try (InferenceSession session = runtime.openRows(model, Map.of())) {
                float[] expected = rows.run(session);
                assertThatThrownBy(() -> session.run(rows.inputs, Map.of("out_sample", narrow), new Cancellation()))
                        .isInstanceOf(InferenceException.class)
                        .hasMessageContaining("expected FLOAT32[1, 4, 4, 2]");
                Cancellation cancelled = new Cancellation();
                cancelled.cancel();
                assertThatThrownBy(() -> session.run(rows.inputs, rows.outputs, cancelled))
                        .isInstanceOf(CancelledException.class);
                assertThat(rows.run(session)).isEqualTo(expected);
            }
        }
    }

    @Test
    void closedTensorsAreNotGivenToTheEngineAgain() {
        try (OnnxRuntime runtime = runtime(3)) {
            learn(runtime, 2, RowWays.Way.APART);
            try (InferenceSession session = runtime.openRows(model, Map.of());
                    Rows others = new Rows(runtime, 2)) {
                Rows rows = new Rows(runtime, 2);
                float[] expected = rows.run(session);
                rows.close();
                assertThatThrownBy(() -> session.run(rows.inputs, rows.outputs, new Cancellation()))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("is closed");
                assertThat(others.run(session)).isEqualTo(expected);
            }
        }
    }

    @Test
    void nothingIsTriedWithOneThreadOrWithoutACache() {
        try (OnnxRuntime one = runtime(1);
                InferenceSession session = one.openRows(model, Map.of())) {
            assertThat(session).isInstanceOf(OnnxSession.class);
        }
        try (OnnxRuntime forgetful = new OnnxRuntime(new OnnxSettings("cpu", 2, Optional.empty()));
                InferenceSession session = forgetful.openRows(model, Map.of())) {
            assertThat(session).isInstanceOf(OnnxSession.class);
        }
    }

    @Test
    void aClosedSessionAndAMissingFileAreToldLikeAnyOther() {
        try (OnnxRuntime runtime = runtime(2);
                Rows rows = new Rows(runtime, 2)) {
            InferenceSession session = runtime.openRows(model, Map.of());
            session.close();
            session.close();
            assertThatThrownBy(() -> rows.run(session)).isInstanceOf(IllegalStateException.class);
            Path absent = temporary.resolve("absent.onnx");
            assertThatThrownBy(() -> runtime.openRows(absent, Map.of())).hasMessageContaining("expected a file");
        }
    }

    @Test
    void forgetsWhatItCannotReadAndIsNotSureAtOnce() throws IOException {
        Files.createDirectories(ways.getParent());
        Files.write(ways, new byte[] {0, (byte) 0xff, '\n', 'g', ' ', '2', ' ', '7', '\n'});
        RowWays damaged = new RowWays(ways, "g");
        assertThat(damaged.of(2)).isEqualTo(RowWays.Way.UNKNOWN);
        for (int lost = 1; lost <= 3; lost++) {
            damaged.vote(2, RowWays.Way.TOGETHER);
            assertThat(damaged.of(2)).isEqualTo(RowWays.Way.TOGETHER);
            assertThat(new RowWays(ways, "g").of(2)).isEqualTo(lost < 3 ? RowWays.Way.UNKNOWN : RowWays.Way.TOGETHER);
        }
        damaged.vote(4, RowWays.Way.APART);
        RowWays read = new RowWays(ways, "g");
        assertThat(read.of(4)).isEqualTo(RowWays.Way.APART);
        assertThat(read.everApart()).isTrue();
        assertThat(new RowWays(ways, "other").of(4)).isEqualTo(RowWays.Way.UNKNOWN);
        assertThat(Files.readString(ways)).isEqualTo("g 2 3\ng 4 0\n");
    }

    @Test
    void worksWhereNothingCanBeRemembered() throws IOException {
        Files.createDirectories(ways);
        try (OnnxRuntime runtime = runtime(2);
                InferenceSession session = runtime.openRows(model, Map.of());
                Rows rows = new Rows(runtime, 2)) {
            float[] first = rows.run(session);
            for (int call = 0; call < CALLS; call++) {
                assertThat(rows.run(session)).isEqualTo(first);
            }
        }
    }
}
