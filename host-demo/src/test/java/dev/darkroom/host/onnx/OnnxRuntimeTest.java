package dev.darkroom.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.api.runtime.InferenceException;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TextTokenizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                Call call = new Call(4, 4)) {
            float[] first = call.run(session, new Cancellation());
            for (int i = 0; i < 200; i++) {
                assertThat(call.run(session, new Cancellation())).isEqualTo(first);
            }
        }
    }

    @Test
    void complainsAboutWrongInputsAndStaysUsable() {
        try (InferenceSession session = RUNTIME.open(UNET, Map.of());
                Call call = new Call(4, 4);
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
                Call call = new Call(4, 4);
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
                Call large = new Call(1024, 1024);
                Call small = new Call(4, 4)) {
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
                Call call = new Call(4, 4)) {
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
    void refusesUnknownOptionsOfTheCudaProvider() {
        assertThat(new OnnxSettings("cuda", 1, Map.of("use_tf32", "0"), Optional.empty()).providerOptions())
                .containsEntry("use_tf32", "0");
        assertThatThrownBy(() -> new OnnxSettings("cuda", 1, Map.of("use_tf23", "0"), Optional.empty()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("cuda-option: expected one of arena_extend_strategy, ")
                .hasMessageEndingWith("found \"use_tf23\"");
    }

    @Test
    void fallsBackFromCudaWithAReason() {
        try (OnnxRuntime asked = new OnnxRuntime(new OnnxSettings("cuda:0", 1, Optional.empty()));
                OnnxRuntime auto = new OnnxRuntime(new OnnxSettings("auto", 1, Optional.empty()))) {
            // Builds with -Pcuda on a machine with a GPU have nothing to fall back from.
            if (asked.device().equals("cpu")) {
                assertThat(asked.fallbackReason().orElseThrow())
                        .startsWith("cuda:0 is not usable")
                        .doesNotContain("\n");
            } else {
                assertThat(asked.device()).isEqualTo("cuda:0");
            }
            assertThat(auto.device()).isEqualTo(asked.device());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "cuda:", "cuda:x", "cuda:-1", "", "cpu:0"})
    void refusesUnknownDevices(String device) {
        assertThatThrownBy(() -> new OnnxSettings(device, 1, Optional.empty()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("\"" + device + "\"");
    }

    @Test
    void convertsAtTheEdges() {
        try (Tensor half = RUNTIME.allocate(ElementType.FLOAT16, 2);
                Tensor ints = RUNTIME.allocate(ElementType.INT32, 2);
                Tensor scalar = RUNTIME.allocate(ElementType.INT64)) {
            half.writeFloats(FloatBuffer.wrap(new float[] {1.0001f, 65504}));
            assertThat(read(half)).containsExactly(1, 65504);
            ints.writeLongs(3, -4);
            assertThat(read(ints)).containsExactly(3, -4);
            assertThatThrownBy(() -> ints.writeLongs(1L << 40, 0)).isInstanceOf(IllegalArgumentException.class);
            scalar.fill(999);
            assertThat(scalar.elements()).isEqualTo(1);
            assertThat(read(scalar)).containsExactly(999);
            assertThatThrownBy(() -> scalar.fill(0.5)).hasMessageContaining("whole numbers");
            assertThatThrownBy(() -> half.writeFloats(FloatBuffer.allocate(1))).hasMessageContaining("of 2 values");
            assertThatThrownBy(() -> RUNTIME.allocate(ElementType.FLOAT32, 1 << 20, 1 << 20))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void readsBothFormsOfATokenizerAlike() {
        List<String> texts = List.of(
                "a cat!",
                "",
                "A  Cat\n1",
                "caf\u00e9 \uD83D\uDE00 \u05E9\u05DC\u05D5\u05DD",
                "it's word",
                "\u0000",
                "\uD800 lone",
                "x".repeat(60_000));
        try (TextTokenizer whole = RUNTIME.tokenizer(TinyModels.folder("half").resolve("tokenizer"));
                TextTokenizer parts =
                        RUNTIME.tokenizer(TinyModels.folder("latent").resolve("tokenizer"))) {
            for (String text : texts) {
                assertThat(parts.encode(text)).isEqualTo(whole.encode(text));
            }
            int i = 0;
            for (String text : List.of("a cat!", "")) {
                long[] ids = whole.encode(text);
                assertThat(ids)
                        .hasSize(TinyModels.expected("half", "expected.json")
                                .get("ids")
                                .get(i)
                                .size());
                for (int k = 0; k < ids.length; k++) {
                    assertThat(ids[k])
                            .isEqualTo(TinyModels.expected("half", "expected.json")
                                    .get("ids")
                                    .get(i)
                                    .get(k)
                                    .longValue());
                }
                i++;
            }
        }
    }

    @Test
    void closesWhatWasLeftOpen() {
        OnnxRuntime own = new OnnxRuntime(OnnxSettings.cpu());
        InferenceSession session = own.open(UNET, Map.of());
        own.close();
        try (Call call = new Call(4, 4)) {
            assertThatThrownBy(() -> call.run(session, new Cancellation())).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> own.open(UNET, Map.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsOptimisedGraphs() throws IOException {
        Path model = Files.createDirectories(temporary.resolve("unet")).resolve("model.onnx");
        Files.write(model, padded(Files.readAllBytes(UNET), 6 << 20, 'a'));
        Path graphs = temporary.resolve("cache/graphs");
        OnnxSettings settings = new OnnxSettings("cpu", 1, Optional.of(temporary.resolve("cache")));
        try (OnnxRuntime caching = new OnnxRuntime(settings);
                InferenceSession plain = RUNTIME.open(UNET, Map.of());
                Call call = new Call(4, 4)) {
            float[] expected = call.run(plain, new Cancellation());
            // Written, read, found damaged and written anew: the caller sees no difference.
            for (int round = 0; round < 4; round++) {
                try (InferenceSession session = caching.open(model, Map.of("height", 4L))) {
                    assertThat(call.run(session, new Cancellation())).isEqualTo(expected);
                }
                assertThat(files(graphs))
                        .hasSize(1)
                        .allSatisfy(file -> assertThat(file).hasExtension("onnx"));
                if (round == 1) {
                    Files.writeString(files(graphs).get(0), "damaged");
                }
            }
            assertThat(files(graphs).get(0))
                    .isNotEmptyFile()
                    .satisfies(file -> assertThat(Files.size(file)).isGreaterThan("damaged".length()));

            Files.write(model, padded(Files.readAllBytes(UNET), 6 << 20, 'b'));
            caching.open(model, Map.of("height", 4L)).close();
            caching.open(model, Map.of("height", 8L)).close();
            assertThat(files(graphs)).hasSize(3);

            Files.writeString(model.resolveSibling("model.onnx_data"), "weights that may change");
            caching.open(model, Map.of("height", 16L)).close();
            assertThat(files(graphs)).hasSize(3);
        }
    }

    @Test
    void aCacheThatCannotBeWrittenAndOneThatIsSharedAreNoReasonToFail() throws Exception {
        Path model = Files.createDirectories(temporary.resolve("unet")).resolve("model.onnx");
        Files.write(model, padded(Files.readAllBytes(UNET), 6 << 20, 'c'));
        Path cache = Files.createDirectories(temporary.resolve("cache"));
        Path graphs = Files.writeString(cache.resolve("graphs"), "a file where a folder should be");
        OnnxSettings settings = new OnnxSettings("cpu", 1, Optional.of(cache));
        try (OnnxRuntime first = new OnnxRuntime(settings);
                OnnxRuntime second = new OnnxRuntime(settings)) {
            first.open(model, Map.of("height", 4L)).close();
            assertThat(graphs).isRegularFile();

            Files.delete(graphs);
            List<CompletableFuture<Void>> both = Stream.of(first, second, first, second)
                    .map(runtime -> CompletableFuture.runAsync(
                            () -> runtime.open(model, Map.of("height", 4L)).close()))
                    .toList();
            for (CompletableFuture<Void> each : both) {
                each.get(60, TimeUnit.SECONDS);
            }
            assertThat(files(graphs))
                    .hasSize(1)
                    .allSatisfy(file -> assertThat(file).hasExtension("onnx"));
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Appends a long entry to a model's metadata_props (field 14), as small graphs are not cached. */
    private static byte[] padded(byte[] model, int length, char filler) throws IOException {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        entry.write(new byte[] {0x0a, 1, 'k', 0x12});
        varint(entry, length);
        entry.write(String.valueOf(filler).repeat(length).getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(model);
        whole.write(14 << 3 | 2);
        varint(whole, entry.size());
        entry.writeTo(whole);
        return whole.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >= 128) {
            out.write(rest & 127 | 128);
            rest >>>= 7;
        }
        out.write(rest);
    }

    @Test
    void unpacksNativeLibrariesOnce() throws IOException {
        NativeLibraries libraries = new NativeLibraries(Optional.of(temporary));
        Optional<Path> first = libraries.tokenizers();
        if (System.getProperty("os.name").startsWith("Windows")) {
            assertThat(first).isEmpty();
            return;
        }
        Object written = Files.getLastModifiedTime(first.orElseThrow());
        assertThat(libraries.tokenizers()).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.orElseThrow())).isEqualTo(written);
        try (Stream<Path> files = Files.walk(temporary)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(first.orElseThrow());
        }
    }

    private static float[] read(Tensor tensor) {
        float[] values = new float[tensor.elements()];
        tensor.readFloats(FloatBuffer.wrap(values));
        return values;
    }

    /** The tensors of one call of the tiny UNet. */
    private static final class Call implements AutoCloseable {

        private final Map<String, Tensor> inputs;
        private final Map<String, Tensor> outputs;

        Call(int height, int width) {
            inputs = Map.of(
                    "sample", RUNTIME.allocate(ElementType.FLOAT32, 1, 4, height, width),
                    "timestep", RUNTIME.allocate(ElementType.INT64),
                    "encoder_hidden_states", RUNTIME.allocate(ElementType.FLOAT32, 1, 8, 6));
            outputs = Map.of("out_sample", RUNTIME.allocate(ElementType.FLOAT32, 1, 4, height, width));
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
    }
}
