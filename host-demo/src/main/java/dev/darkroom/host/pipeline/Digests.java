package dev.darkroom.host.pipeline;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.host.image.AtomicFile;
import dev.darkroom.host.plugin.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SHA-256 of model files, computed once as long as size and time of change stay, and remembered from one process to the next:
 * hashing the files of a large model takes longer than a picture. Thread-safe.
 */
public final class Digests {

    /** More files than anybody samples from; the oldest are forgotten first. */
    private static final int MOST = 1000;

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (\\d{1,18}) (-?\\d{1,19}) (.+)");

    private record Key(Path file, long size, long modifiedNanos) {}

    private final Optional<Path> memory;
    private final Map<Key, String> known = new LinkedHashMap<>();
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

    /** Returns the digests by path relative to {@code folder}, with forward slashes. */
    synchronized Map<String, String> of(Path folder, List<Path> files) {
        if (!remembered) {
            remembered = true;
            known.putAll(read());
        }
        Map<Key, String> added = new LinkedHashMap<>();
        Map<String, String> digests = new LinkedHashMap<>();
        for (Path file : files) {
            String name =
                    file.startsWith(folder) ? folder.relativize(file).toString().replace('\\', '/') : file.toString();
            digests.put(name, of(file, added));
        }
        if (!added.isEmpty()) {
            known.putAll(added);
            write(added);
        }
        return digests;
    }

    private String of(Path file, Map<Key, String> added) {
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            Key key = new Key(file.toAbsolutePath(), Files.size(file), modified.to(TimeUnit.NANOSECONDS));
            String digest = known.get(key);
            if (digest == null) {
                digest = Sha256.of(file);
                added.put(key, digest);
            }
            return digest;
        } catch (IOException e) {
            throw new DarkroomException("cannot read " + file + " for its digest: " + e.getMessage(), e);
        }
    }

    private Map<Key, String> read() {
        Map<Key, String> read = new LinkedHashMap<>();
        if (memory.isEmpty() || !Files.isRegularFile(memory.get())) {
            return read;
        }
        try {
            for (String line : Files.readAllLines(memory.get(), StandardCharsets.UTF_8)) {
                Matcher parts = LINE.matcher(line);
                if (parts.matches()) {
                    read.put(
                            new Key(
                                    Path.of(parts.group(4)),
                                    Long.parseLong(parts.group(2)),
                                    Long.parseLong(parts.group(3))),
                            parts.group(1));
                }
            }
        } catch (IOException | RuntimeException e) {
            logger().debug("{}: cannot be read, digests are computed again", memory.get(), e);
        }
        return read;
    }

    /** Adds to what the file holds now: another process may have written since. */
    private void write(Map<Key, String> added) {
        if (memory.isEmpty()) {
            return;
        }
        Map<Key, String> all = read();
        all.putAll(added);
        StringBuilder lines = new StringBuilder();
        all.entrySet().stream()
                .skip(Math.max(0, all.size() - MOST))
                .filter(entry -> entry.getKey().file().toString().indexOf('\n') < 0)
                .forEach(entry -> lines.append(entry.getValue())
                        .append(' ')
                        .append(entry.getKey().size())
                        .append(' ')
                        .append(entry.getKey().modifiedNanos())
                        .append(' ')
                        .append(entry.getKey().file())
                        .append('\n'));
        try {
            Files.createDirectories(memory.get().toAbsolutePath().getParent());
            AtomicFile.replace(memory.get(), lines.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException | DarkroomException e) {
            logger().debug("{}: cannot be written, digests are not remembered", memory.get(), e);
        }
    }

    /** Not a constant: most processes have nothing to log, and logging takes its time to start. */
    private static Logger logger() {
        return LoggerFactory.getLogger(Digests.class);
    }
}
