package dev.darkroom.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much the cache of graphs holds, and what goes first. */
class GraphCacheSpaceTest {

    private static final int BYTES = 10;

    @TempDir
    private Path temporary;

    private Path model;
    private Path graphs;

    @BeforeEach
    void aModel() throws IOException {
        graphs = temporary.resolve("graphs");
        model = Files.write(Files.createDirectory(temporary.resolve("unet")).resolve("model.onnx"), new byte[BYTES]);
    }

    @Test
    void aGraphThatMayOutgrowTheWholeCacheIsNotWrittenAtAll() throws IOException {
        assertThat(cache(2 * BYTES - 1).aside("a1", model)).isEmpty();
        assertThat(cache(2 * BYTES).aside("a1", model)).isPresent();

        Files.write(model.resolveSibling("model.onnx_data"), new byte[1]);
        assertThat(cache(2 * BYTES).aside("a1", model)).isEmpty();
    }

    @Test
    void ofMoreThanItHoldsTheGraphUsedLongestAgoGoes() throws IOException {
        GraphCache cache = cache(3 * BYTES - 1);
        keep(cache, "a1");
        keep(cache, "b2");
        try (Stream<Path> entries = Files.list(graphs)) {
            for (Path entry : entries.toList()) {
                Files.setLastModifiedTime(entry, hoursAgo(entry.toString().contains("a1-") ? 3 : 2));
            }
        }
        assertThat(cache.find("a1")).isPresent();

        keep(cache, "c3");

        assertThat(cache.find("a1")).isPresent();
        assertThat(cache.find("b2")).isEmpty();
        assertThat(cache.find("c3")).isPresent();
    }

    @Test
    void whatAKilledProcessLeftHalfWrittenGoesAfterADay() throws IOException {
        Files.createDirectory(graphs);
        Path left = Files.createDirectory(graphs.resolve("a1.0.part"));
        Files.write(left.resolve(GraphCache.WEIGHTS), new byte[BYTES]);
        Path file = Files.write(graphs.resolve("a1.1.part"), new byte[BYTES]);
        Path beingWritten = Files.createDirectory(graphs.resolve("a1.2.part"));
        Files.setLastModifiedTime(left, hoursAgo(25));
        Files.setLastModifiedTime(file, hoursAgo(25));
        Files.setLastModifiedTime(beingWritten, hoursAgo(23));

        Path aside = cache(100).aside("a1", model).orElseThrow();

        try (Stream<Path> entries = Files.list(graphs)) {
            assertThat(entries).containsExactlyInAnyOrder(aside, beingWritten);
        }
    }

    private GraphCache cache(long mostBytes) {
        return new GraphCache(graphs, "engine", mostBytes);
    }

    private void keep(GraphCache cache, String key) throws IOException {
        Path aside = cache.aside(key, model).orElseThrow();
        Files.write(aside.resolve(GraphCache.GRAPH), new byte[BYTES]);
        cache.keep(aside, key);
    }

    private static FileTime hoursAgo(long hours) {
        return FileTime.from(Instant.now().minus(Duration.ofHours(hours)));
    }
}
