package dev.darkroom.host.digest;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.host.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SHA-256 of files, computed once as long as they look untouched, and remembered from one process to the next: hashing the
 * files of a large model takes longer than a picture, and hashing the plugins a tenth of a start. Thread-safe.
 */
public final class Digests {

    /** More files than anybody samples from; the oldest are forgotten first. */
    private static final int MOST = 1000;

    private record Key(Path file, FileStamp stamp) {}

    private final Optional<Path> memory;
    private final Map<Key, String> known = new LinkedHashMap<>();
    private final Map<Key, String> added = new LinkedHashMap<>();
    private boolean remembered;

    private Digests(Optional<Path> memory) {
        this.memory = memory;
    }

    /** Returns digests that are forgotten with the process. */
    public static Digests ofThisProcess() {
        return new Digests(Optional.empty());
    }

    /**
     * Returns digests that a file remembers. What is damaged in it is computed again, and where it cannot be written nothing
     * is remembered.
     *
     * @param file need not exist
     */
    public static Digests rememberedIn(Path file) {
        return new Digests(Optional.of(file));
    }

    /**
     * Returns the digests of a folder's files by path relative to it, with forward slashes, and remembers them.
     *
     * @throws DarkroomException if a file cannot be read
     */
    public Map<String, String> of(Path folder, List<Path> files) {
        Map<String, String> digests = new LinkedHashMap<>();
        for (Path file : files) {
            String name =
                    file.startsWith(folder) ? folder.relativize(file).toString().replace('\\', '/') : file.toString();
            try {
                digests.put(name, of(file));
            } catch (IOException e) {
                throw new DarkroomException("cannot read " + file + " for its digest: " + e.getMessage(), e);
            }
        }
        save();
        return digests;
    }

    /** Returns the digest of one file; {@link #save} lets the next process know it. */
    public String of(Path file) throws IOException {
        Key key = new Key(file.toAbsolutePath(), FileStamp.of(file));
        synchronized (this) {
            if (!remembered) {
                remembered = true;
                known.putAll(read());
            }
            String digest = known.get(key);
            if (digest != null && Sha256.isOne(digest)) {
                return digest;
            }
        }
        String digest = Sha256.of(file);
        synchronized (this) {
            known.put(key, digest);
            added.put(key, digest);
        }
        return digest;
    }

    private Map<Key, String> read() {
        Map<Key, String> read = new LinkedHashMap<>();
        if (memory.isEmpty() || !Files.isRegularFile(memory.get())) {
            return read;
        }
        try {
            for (String line : Files.readAllLines(memory.get(), StandardCharsets.UTF_8)) {
                // The digest, the stamp and the path, which may hold blanks.
                String[] parts = line.split(" ", 5);
                if (parts.length == 5) {
                    FileStamp stamp =
                            new FileStamp(Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
                    read.put(new Key(Path.of(parts[4]), stamp), parts[0]);
                }
            }
        } catch (IOException | RuntimeException e) {
            logger().debug("{}: cannot be read, digests are computed again", memory.get(), e);
        }
        return read;
    }

    /** Adds what was computed to what the file holds now: another process may have written since. */
    public synchronized void save() {
        if (memory.isEmpty() || added.isEmpty()) {
            return;
        }
        Map<Key, String> all = read();
        // One line a file: what it held before is of no use.
        Set<Path> again = added.keySet().stream().map(Key::file).collect(Collectors.toSet());
        all.keySet().removeIf(old -> again.contains(old.file()));
        all.putAll(added);
        added.clear();
        StringBuilder lines = new StringBuilder();
        all.entrySet().stream()
                .skip(Math.max(0, all.size() - MOST))
                .filter(entry -> entry.getKey().file().toString().indexOf('\n') < 0)
                .forEach(entry -> lines.append(line(entry.getKey(), entry.getValue())));
        try {
            AtomicFile.prepare(memory.get().toAbsolutePath().getParent());
            AtomicFile.replace(memory.get(), lines.toString().getBytes(StandardCharsets.UTF_8));
        } catch (DarkroomException e) {
            logger().debug("{}: cannot be written, digests are not remembered", memory.get(), e);
        }
    }

    private static String line(Key key, String digest) {
        FileStamp stamp = key.stamp();
        return digest + " " + stamp.size() + " " + stamp.modified() + " " + stamp.changed() + " " + key.file() + "\n";
    }

    /** Not a constant: most processes have nothing to log, and logging takes its time to start. */
    private static Logger logger() {
        return LoggerFactory.getLogger(Digests.class);
    }
}
