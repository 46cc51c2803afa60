package dev.darkroom.host.onnx;

import dev.darkroom.host.digest.FileStamp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
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
 * its result depends on the graph, the engine, the processor and the options; all of them make up the key.
 *
 * <p>A kept graph is a folder of two files: the nodes, and beside them the weights, in the order in which the processor's
 * kernels read them. The engine maps the weights into memory, so that they are neither parsed nor copied.
 */
final class GraphCache {

    /** The file of a kept graph's nodes in its folder. */
    static final String GRAPH = "graph.onnx";

    /** The file of its weights. */
    static final String WEIGHTS = "weights";

    /** Below this size optimising takes no longer than looking in the cache. */
    private static final long SMALLEST = 4L << 20;

    /** What is kept and larger is known by its stamp: reading it takes longer than the cache saves. */
    private static final long LARGEST_READ = 256L << 20;

    /** Two networks of Stable Diffusion's size, or one at two picture sizes. */
    private static final long MOST_BYTES = 12L << 30;

    /** Weights in a kernel's order come beside those in the graph's: 3.46 GB of them were kept in 5.08 GB. */
    private static final int MOST_GROWTH = 2;

    /** What is written takes minutes; what is older was left by a process that was killed. */
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);

    private static final String PART = ".part";
    private static final int CHUNK = 1 << 16;

    private final Path folder;
    private final String engine;
    private final long mostBytes;

    /**
     * @param folder made when something is kept
     * @param engine the engine's version
     */
    GraphCache(Path folder, String engine) {
        this(folder, engine, MOST_BYTES);
    }

    GraphCache(Path folder, String engine, long mostBytes) {
        this.folder = folder;
        this.engine = engine;
        this.mostBytes = mostBytes;
    }

    /**
     * Returns what the optimised form of a graph is kept under; empty if caching it is of no use.
     *
     * @param model an existing file
     * @param dimensions fixed symbolic dimensions
     */
    Optional<String> key(Path model, Map<String, Long> dimensions) {
        try {
            List<Path> files = new ArrayList<>(List.of(model));
            files.addAll(externalData(model));
            if (bytes(files) < SMALLEST) {
                return Optional.empty();
            }
            String key = String.join(
                    "|",
                    engine,
                    Processor.features(),
                    model.toAbsolutePath().toString(),
                    stamps(files),
                    new TreeMap<>(dimensions).toString());
            return Optional.of(hash(key));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the folder of the graph kept under a key. Its name tells the content, so that one flipped byte of a weight,
     * which the engine would not notice, is found; what does not match is deleted.
     */
    Optional<Path> find(String key) {
        try {
            for (Path entry : kept(key)) {
                if (entry.equals(place(key, entry))) {
                    // What is used stays longest; where that cannot be noted, what was kept last does.
                    entry.toFile().setLastModified(System.currentTimeMillis());
                    return Optional.of(entry);
                }
                discard(entry);
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
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> entry.getFileName().toString().matches(key + "-\\p{XDigit}+"))
                    .toList();
        }
    }

    private Path place(String key, Path entry) throws IOException {
        return folder.resolve(key + "-" + hash(content(filesOf(entry))));
    }

    /**
     * Returns a new folder to write to before {@link #keep}; empty if there is no place for it: one that would push
     * everything else out, and then be pushed out itself, would be written at every start.
     *
     * @param model what is to be kept
     */
    Optional<Path> aside(String key, Path model) {
        try {
            Files.createDirectories(folder);
            discardLeftBehind();
            List<Path> files = new ArrayList<>(List.of(model));
            files.addAll(externalData(model));
            long most = MOST_GROWTH * bytes(files);
            // A full disk serves nobody.
            if (most > mostBytes || Files.getFileStore(folder).getUsableSpace() < most + bytes(files)) {
                return Optional.empty();
            }
            return Optional.of(Files.createDirectory(folder.resolve(key + "." + UUID.randomUUID() + PART)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Makes a written folder the one kept under a key, or forgets it if that fails: a cache is never a reason to fail. */
    void keep(Path aside, String key) {
        try {
            Path place = place(key, aside);
            if (Files.isRegularFile(aside.resolve(GRAPH)) && !Files.exists(place)) {
                Files.move(aside, place);
            }
            for (Path other : kept(key)) {
                if (!other.equals(place)) {
                    discard(other);
                }
            }
            prune(place);
        } catch (IOException e) {
            // Nothing is kept; what was written goes below.
        }
        discard(aside);
    }

    /** Deletes an entry that proved useless. */
    void discard(Path entry) {
        try {
            for (Path file : filesOf(entry)) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(entry);
        } catch (IOException e) {
            // It stays until someone who may delete it does; its size is bounded by prune.
            entry.toFile().deleteOnExit();
        }
    }

    private void discardLeftBehind() throws IOException {
        long latest = System.currentTimeMillis() - LEFT_BEHIND.toMillis();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(entry ->
                            entry.toString().endsWith(PART) && entry.toFile().lastModified() < latest)
                    .toList()
                    .forEach(this::discard);
        }
    }

    /** Deletes the entries used longest ago while there is too much. */
    private void prune(Path newest) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(entry -> !entry.equals(newest))
                    .sorted(Comparator.comparing((Path entry) -> entry.toFile().lastModified())
                            .reversed())
                    .forEach(entries::add);
        }
        long total = bytes(filesOf(newest));
        for (Path entry : entries) {
            total += bytes(filesOf(entry));
            if (total > mostBytes) {
                discard(entry);
            }
        }
    }

    /** Returns the files of an entry in order; earlier versions kept a graph in one file. */
    private static List<Path> filesOf(Path entry) throws IOException {
        if (!Files.isDirectory(entry)) {
            return Files.exists(entry) ? List.of(entry) : List.of();
        }
        try (Stream<Path> files = Files.list(entry)) {
            return files.sorted().toList();
        }
    }

    /** Returns the files beside a graph that may hold its weights. */
    private static List<Path> externalData(Path model) throws IOException {
        try (Stream<Path> siblings = Files.list(model.toAbsolutePath().getParent())) {
            return siblings.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().matches(".*\\.(onnx|json|md)"))
                    .sorted()
                    .toList();
        }
    }

    private static long bytes(Collection<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** What files look like: reading weights at every start only to know which they are would take as long as it saves. */
    private static String stamps(List<Path> files) throws IOException {
        StringBuilder stamps = new StringBuilder();
        for (Path file : files) {
            stamps.append(FileStamp.of(file)).append('|');
        }
        return stamps.toString();
    }

    private static String content(List<Path> files) throws IOException {
        StringBuilder content = new StringBuilder();
        for (Path file : files) {
            FileStamp stamp = FileStamp.of(file);
            // What was written here may have been damaged since, which a stamp does not always show.
            content.append(stamp.size() > LARGEST_READ ? stamp : stamp.size() + ":" + checksum(file))
                    .append('|');
        }
        return content.toString();
    }

    /** Read piece by piece: a mapped file stays in memory until the collector finds it, a second time beside the engine's. */
    private static long checksum(Path file) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] chunk = new byte[CHUNK];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                crc.update(chunk, 0, n);
            }
        }
        return crc.getValue();
    }

    /** The 64-bit FNV-1a hash; a cryptographic one costs a cold process more than the look-up saves. */
    private static String hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 255)) * 0x100000001b3L;
        }
        return Long.toHexString(hash);
    }
}
