package dev.darkroom.host.onnx;

import dev.darkroom.api.runtime.InferenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Whether a graph's weights will fit into what the machine has left; asked before gigabytes are read. */
final class FreeMemory {

    /** Below this a graph loads faster than anyone counts memory. */
    private static final long SMALL = 256L << 20;

    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final Path LIMIT = Path.of("/sys/fs/cgroup/memory.max");
    private static final Path USED = Path.of("/sys/fs/cgroup/memory.current");

    private FreeMemory() {}

    /**
     * Complains about a graph that will not fit.
     *
     * @throws InferenceException if its weights take more than is free
     */
    static void check(Path model) {
        check(model, bytes());
    }

    static void check(Path model, OptionalLong free) {
        long needed = weights(model);
        if (needed >= SMALL && free.isPresent() && needed > free.getAsLong()) {
            throw new InferenceException(String.format(
                    Locale.ROOT,
                    "%s: expected %.1f GB of free memory for its weights, found %.1f GB; close other programs, use"
                            + " --low-memory, or a smaller variant: darkroom convert MODEL --to int8",
                    Failures.name(model),
                    needed / 1e9,
                    free.getAsLong() / 1e9));
        }
    }

    /** Returns the bytes of a graph and of the files beside it that are named after it, or, if none is, that hold weights. */
    static long weights(Path model) {
        try (Stream<Path> siblings = Files.list(model.toAbsolutePath().getParent())) {
            String own = model.getFileName().toString();
            List<Path> data = siblings.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().matches("(?i)\\..*|.*\\.(onnx|json|md|txt|part)"))
                    .toList();
            List<Path> named = data.stream()
                    .filter(file -> file.getFileName().toString().startsWith(own))
                    .toList();
            boolean othersNamed =
                    data.stream().anyMatch(file -> file.getFileName().toString().contains(".onnx"));
            long sum = Files.size(model);
            for (Path file : named.isEmpty() && !othersNamed ? data : named) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Returns what is free, for the machine and for the container, whichever is less; empty where nothing tells. */
    static OptionalLong bytes() {
        try {
            long free = Long.MAX_VALUE;
            if (Files.isReadable(MEMINFO)) {
                for (String line : Files.readAllLines(MEMINFO)) {
                    if (line.startsWith("MemAvailable:")) {
                        free = 1024 * Long.parseLong(line.replaceAll("\\D", ""));
                    }
                }
            }
            if (Files.isReadable(LIMIT) && Files.isReadable(USED)) {
                String limit = Files.readString(LIMIT).strip();
                if (limit.matches("\\d{1,18}")) {
                    free = Math.min(
                            free,
                            Long.parseLong(limit)
                                    - Long.parseLong(Files.readString(USED).strip()));
                }
            }
            return free == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(free);
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
