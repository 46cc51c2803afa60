package dev.darkroom.host.pipeline;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.host.plugin.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** SHA-256 of model files, computed once a file and process. Thread-safe. */
final class Digests {

    private record Key(Path file, long size, FileTime modified) {}

    private final Map<Key, String> known = new ConcurrentHashMap<>();

    /** Returns the digests by path relative to {@code folder}, with forward slashes. */
    Map<String, String> of(Path folder, List<Path> files) {
        Map<String, String> digests = new LinkedHashMap<>();
        for (Path file : files) {
            String name =
                    file.startsWith(folder) ? folder.relativize(file).toString().replace('\\', '/') : file.toString();
            digests.put(name, of(file));
        }
        return digests;
    }

    private String of(Path file) {
        try {
            Key key = new Key(file, Files.size(file), Files.getLastModifiedTime(file));
            String digest = known.get(key);
            if (digest == null) {
                digest = Sha256.of(file);
                known.put(key, digest);
            }
            return digest;
        } catch (IOException e) {
            throw new DarkroomException("cannot read " + file + " for its digest: " + e.getMessage(), e);
        }
    }
}
