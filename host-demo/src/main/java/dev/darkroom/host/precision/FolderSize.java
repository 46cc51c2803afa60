package dev.darkroom.host.precision;

import dev.darkroom.host.file.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Bytes on disk. */
public final class FolderSize {

    private FolderSize() {}

    /** Returns the bytes of a graph and of the external data named after it. */
    public static long of(Path graph) {
        try {
            long size = Files.size(graph);
            for (String suffix : new String[] {"_data", ".data"}) {
                Path data = graph.resolveSibling(graph.getFileName() + suffix);
                size += Files.exists(data) ? Files.size(data) : 0;
            }
            return size;
        } catch (IOException e) {
            throw FileFailure.of("read", graph, e);
        }
    }

    /** Returns what a conversion writes at most: the probes, each with the model's own weights, and the variant. */
    static long needed(Path model) {
        try (Stream<Path> files = Files.walk(model, 2)) {
            long largest = 0;
            long all = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.contains(".onnx") && !name.contains("int8") && !name.contains("fp16")) {
                    largest = Math.max(largest, Files.size(file));
                    all += Files.size(file);
                }
            }
            return 2 * largest + all;
        } catch (IOException e) {
            throw FileFailure.of("read", model, e);
        }
    }
}
