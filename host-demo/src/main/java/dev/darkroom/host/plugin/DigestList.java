package dev.darkroom.host.plugin;

import dev.darkroom.host.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A text file of SHA-256 digests, one a line, each with an optional name; {@code #} starts a comment. */
final class DigestList {

    /** Digest to name, in the order of the file; the name is empty where the line has none. */
    private final Map<String, String> names;

    private DigestList(Map<String, String> names) {
        this.names = names;
    }

    static DigestList empty() {
        return new DigestList(Map.of());
    }

    /**
     * Reads a list. What cannot be read is left out and told in {@code notices}: a digest that is not understood allows
     * nothing.
     */
    static DigestList read(Path file, List<String> notices) {
        Map<String, String> names = new LinkedHashMap<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).replaceFirst("#.*", "").strip();
                if (line.isEmpty()) {
                    continue;
                }
                String[] words = line.split("\\s+", 2);
                String digest = words[0].toLowerCase(Locale.ROOT);
                if (Sha256.isOne(digest)) {
                    names.put(digest, words.length > 1 ? words[1] : "");
                } else {
                    notices.add(file + " line " + (i + 1)
                            + ": expected a SHA-256 digest of 64 hex digits and a name, found \"" + Text.plain(line)
                            + "\"; the line is ignored");
                }
            }
        } catch (IOException e) {
            notices.add(file + ": cannot be read (" + Text.describe(e) + "), so it lists nothing");
        }
        return new DigestList(names);
    }

    boolean has(String sha256) {
        return names.containsKey(sha256);
    }

    boolean hasName(String name) {
        return names.containsValue(name);
    }
}
