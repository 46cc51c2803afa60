package dev.darkroom.host.onnx;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.host.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was found out of one graph on this machine: by number of rows, whether their calls are faster apart. Kept in a file,
 * a line a graph and number of rows; lines that cannot be read are forgotten, and found out again.
 */
final class RowWays {

    /** How calls are made. */
    enum Way {
        /** Not known: to be tried. */
        UNKNOWN,
        /** Each thread computes rows of its own. */
        APART,
        /** All threads share each operator. */
        TOGETHER
    }

    /** More graphs than anybody uses; the oldest are forgotten first. */
    private static final int MOST = 200;

    /** Other work on the machine harms calls apart more, so that one trial that they lose is not the last. */
    private static final int VOTES = 3;

    private final Path file;
    private final String graph;
    private final Map<Integer, Way> ways = new HashMap<>();

    /**
     * Reads what is known.
     *
     * @param file need not exist
     * @param graph what distinguishes this graph, engine, processor and number of threads from others; no blanks
     */
    RowWays(Path file, String graph) {
        this.file = file;
        this.graph = graph;
        read().forEach((key, votes) -> {
            if (key.startsWith(graph + " ") && (votes == 0 || votes >= VOTES)) {
                ways.put(Integer.valueOf(key.substring(graph.length() + 1)), votes == 0 ? Way.APART : Way.TOGETHER);
            }
        });
    }

    /** Returns how calls of this many rows are made. */
    Way of(int rows) {
        return ways.getOrDefault(rows, Way.UNKNOWN);
    }

    /** Returns whether calls of any number of rows are made apart. */
    boolean everApart() {
        return ways.containsValue(Way.APART);
    }

    /** Settles the matter, for this process alone where the file cannot be written. */
    void decide(int rows, Way way) {
        ways.put(rows, way);
        write(rows, way == Way.APART ? 0 : VOTES);
    }

    /** Settles the matter for this process, and for later ones too if it is {@link Way#APART} or was lost often enough. */
    void vote(int rows, Way way) {
        ways.put(rows, way);
        write(rows, way == Way.APART ? 0 : read().getOrDefault(graph + " " + rows, 0) + 1);
    }

    private void write(int rows, int votes) {
        Map<String, Integer> all = read();
        all.remove(graph + " " + rows);
        all.put(graph + " " + rows, votes);
        StringBuilder lines = new StringBuilder();
        all.entrySet().stream()
                .skip(Math.max(0, all.size() - MOST))
                .forEach(line -> lines.append(line.getKey())
                        .append(' ')
                        .append(line.getValue())
                        .append('\n'));
        try {
            AtomicFile.prepare(file.toAbsolutePath().getParent());
            AtomicFile.replace(file, lines.toString().getBytes(StandardCharsets.UTF_8));
        } catch (DarkroomException e) {
            // The next process tries again.
        }
    }

    /** Returns by graph and rows how often calls together won, 0 where calls apart did. */
    private Map<String, Integer> read() {
        Map<String, Integer> read = new LinkedHashMap<>();
        if (!Files.isRegularFile(file)) {
            return read;
        }
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                String[] words = line.split(" ");
                if (words.length == 3 && words[1].matches("\\d{1,6}") && words[2].matches("[0-" + VOTES + "]")) {
                    read.put(words[0] + " " + words[1], Integer.valueOf(words[2]));
                }
            }
        } catch (IOException e) {
            // As if it were not there.
        }
        return read;
    }
}
