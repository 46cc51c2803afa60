package dev.darkroom.host.onnx;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Keeps graphs as ONNX Runtime optimised them. Optimising takes longer than everything else about loading a graph, and
 * its result depends on the graph's bytes, the engine, the processor and the options; all of them make up the key.
 */
final class GraphCache {

    /** Below this size optimising takes no longer than looking in the cache. */
    private static final long SMALLEST = 5L << 20;

    /** Beyond this size a graph in one file comes near the 2 GB limit of its format. */
    private static final long LARGEST = 1L << 30;

    private static final long MOST_BYTES = 4L << 30;

    private final Path folder;
    private final String engine;

    /**
     * @param folder made when something is kept
     * @param engine the engine's version
     */
    GraphCache(Path folder, String engine) {
        this.folder = folder;
        this.engine = engine;
    }

    /**
     * Returns what the optimised form of a graph is kept under; empty if caching it is of no use.
     *
     * @param model an existing file
     * @param dimensions fixed symbolic dimensions
     */
    Optional<String> key(Path model, Map<String, Long> dimensions) {
        try {
            long size = Files.size(model);
            if (size < SMALLEST || size > LARGEST || hasExternalData(model)) {
                return Optional.empty();
            }
            // Content, not the time of change: archives unpack two releases of a model with equal times and sizes.
            String key = String.join(
                    "|",
                    engine,
                    Processor.features(),
                    model.toAbsolutePath().toString(),
                    Long.toString(size),
                    Long.toHexString(checksum(model, size)),
                    new TreeMap<>(dimensions).toString());
            return Optional.of(Long.toHexString(hash(key)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the graph kept under a key. Its name carries the checksum of its content, so that one flipped byte of a weight,
     * which the engine would not notice, is found; what does not match is deleted.
     */
    Optional<Path> find(String key) {
        try {
            for (Path file : kept(key)) {
                if (file.equals(place(key, file))) {
                    return Optional.of(file);
                }
                discard(file);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private List<Path> kept(String key) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(key + "-\\p{XDigit}+\\.onnx"))
                    .toList();
        }
    }

    private Path place(String key, Path content) throws IOException {
        return folder.resolve(key + "-" + Long.toHexString(checksum(content, Files.size(content))) + ".onnx");
    }

    /** Returns a new file to write to before {@link #keep}; empty if the folder cannot be written. */
    Optional<Path> aside(String key) {
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder)
                    ? Optional.of(folder.resolve(key + "." + UUID.randomUUID() + ".part"))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Makes a written file the one kept under a key, or forgets it if that fails: a cache is never a reason to fail. */
    void keep(Path aside, String key) {
        try {
            if (Files.exists(aside)) {
                Path place = place(key, aside);
                NativeLibraries.moveInto(aside, place);
                for (Path other : kept(key)) {
                    if (!other.equals(place)) {
                        discard(other);
                    }
                }
                prune(place);
            }
        } catch (IOException e) {
            discard(aside);
        }
    }

    /** Deletes a file that proved useless. */
    void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It stays until someone who may delete it does; its size is bounded by prune.
            file.toFile().deleteOnExit();
        }
    }

    private void prune(Path newest) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(file -> !file.equals(newest))
                    .sorted(Comparator.comparing((Path file) -> file.toFile().lastModified())
                            .reversed())
                    .forEach(files::add);
        }
        long total = Files.size(newest);
        for (Path file : files) {
            total += file.toFile().length();
            if (total > MOST_BYTES) {
                discard(file);
            }
        }
    }

    /** Returns whether weights lie outside the graph's own file, so that its bytes do not tell what it computes. */
    private static boolean hasExternalData(Path model) throws IOException {
        try (Stream<Path> siblings = Files.list(model.toAbsolutePath().getParent())) {
            return siblings.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .anyMatch(name -> !name.endsWith(".onnx") && !name.endsWith(".json") && !name.endsWith(".md"));
        }
    }

    private static long checksum(Path model, long size) throws IOException {
        CRC32 crc = new CRC32();
        try (FileChannel channel = FileChannel.open(model)) {
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
            crc.update(bytes);
        }
        return crc.getValue();
    }

    /** The 64-bit FNV-1a hash; a cryptographic one costs a cold process more than the look-up saves. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 255)) * 0x100000001b3L;
        }
        return hash;
    }
}
