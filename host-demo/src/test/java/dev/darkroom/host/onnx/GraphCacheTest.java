package dev.darkroom.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceSession;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Optimised graphs on disk: kept, shared, damaged. */
class GraphCacheTest {

    private static final OnnxRuntime RUNTIME = new OnnxRuntime(OnnxSettings.cpu());

    private static final Path UNET = TinyModels.folder("latent").resolve("unet/model.onnx");

    @TempDir
    private Path temporary;

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @Test
    void keepsOptimisedGraphs() throws IOException {
        Path model = Files.createDirectories(temporary.resolve("unet")).resolve("model.onnx");
        Files.write(model, padded(Files.readAllBytes(UNET), 6 << 20, 'a'));
        Path graphs = temporary.resolve("cache/graphs");
        OnnxSettings settings = new OnnxSettings("cpu", 1, Optional.of(temporary.resolve("cache")));
        try (OnnxRuntime caching = new OnnxRuntime(settings);
                InferenceSession plain = RUNTIME.open(UNET, Map.of());
                UnetCall call = new UnetCall(RUNTIME, 4, 4)) {
            float[] expected = call.run(plain, new Cancellation());
            // Written, read, found damaged and written anew: the caller sees no difference.
            for (int round = 0; round < 4; round++) {
                try (InferenceSession session = caching.open(model, Map.of("height", 4L))) {
                    assertThat(call.run(session, new Cancellation())).isEqualTo(expected);
                }
                assertThat(files(graphs)).hasSize(1);
                if (round == 1) {
                    Files.writeString(graph(graphs), "damaged");
                }
            }
            assertThat(Files.size(graph(graphs))).isGreaterThan("damaged".length());

            Files.write(model, padded(Files.readAllBytes(UNET), 6 << 20, 'b'));
            caching.open(model, Map.of("height", 4L)).close();
            caching.open(model, Map.of("height", 8L)).close();
            assertThat(files(graphs)).hasSize(3);

            Files.writeString(model.resolveSibling("model.onnx_data"), "weights that change");
            caching.open(model, Map.of("height", 4L)).close();
            assertThat(files(graphs)).hasSize(4);
            Files.writeString(model.resolveSibling("model.onnx_data"), "weights that changed");
            caching.open(model, Map.of("height", 4L)).close();
            caching.open(model, Map.of("height", 4L)).close();
            assertThat(files(graphs)).hasSize(5);
        }
    }

    @Test
    void oneFlippedByteOfAKeptWeightIsFoundAndTheGraphWrittenAnew() throws IOException {
        Path model = Files.createDirectories(temporary.resolve("unet")).resolve("model.onnx");
        Files.write(model, padded(Files.readAllBytes(UNET), 6 << 20, 'd'));
        OnnxSettings settings = new OnnxSettings("cpu", 1, Optional.of(temporary.resolve("cache")));
        try (OnnxRuntime caching = new OnnxRuntime(settings);
                UnetCall call = new UnetCall(RUNTIME, 4, 4)) {
            float[] expected;
            try (InferenceSession session = caching.open(model, Map.of())) {
                expected = call.run(session, new Cancellation());
            }
            Path graphs = temporary.resolve("cache/graphs");
            assertThat(files(files(graphs).get(0)))
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder(GraphCache.GRAPH, GraphCache.WEIGHTS);
            for (Path kept : files(files(graphs).get(0))) {
                byte[] whole = Files.readAllBytes(kept);
                for (int place = 0; place < whole.length; place += whole.length / 7) {
                    byte[] flipped = whole.clone();
                    flipped[place] ^= 16;
                    Files.write(kept, flipped);
                    try (InferenceSession session = caching.open(model, Map.of())) {
                        assertThat(call.run(session, new Cancellation())).isEqualTo(expected);
                    }
                    assertThat(files(graphs)).hasSize(1);
                    assertThat(kept).hasBinaryContent(whole);
                }
            }
        }
    }

    @Test
    void whatAnotherVersionKeptAndWhatWasLeftHalfWrittenIsNoHindrance() throws IOException {
        Path model = Files.createDirectories(temporary.resolve("unet")).resolve("model.onnx");
        Files.write(model, padded(Files.readAllBytes(UNET), 6 << 20, 'e'));
        Path graphs = Files.createDirectories(temporary.resolve("cache/graphs"));
        OnnxSettings settings = new OnnxSettings("cpu", 1, Optional.of(temporary.resolve("cache")));
        try (OnnxRuntime caching = new OnnxRuntime(settings)) {
            caching.open(model, Map.of()).close();
            Path entry = files(graphs).get(0);
            Files.writeString(graphs.resolve("0123456789abcdef-12345678.onnx"), "one file, as earlier versions kept");
            Files.createDirectory(graphs.resolve(entry.getFileName() + ".part"));
            Files.delete(entry.resolve(GraphCache.GRAPH));
            caching.open(model, Map.of()).close();
            assertThat(entry.resolve(GraphCache.GRAPH)).isRegularFile();
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
            assertThat(files(graphs)).hasSize(1);
        }
    }

    private static Path graph(Path graphs) throws IOException {
        return files(graphs).get(0).resolve(GraphCache.GRAPH);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Appends a long entry to a model's metadata_props (field 14), as small graphs are not cached. */
    static byte[] padded(byte[] model, int length, char filler) throws IOException {
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
}
