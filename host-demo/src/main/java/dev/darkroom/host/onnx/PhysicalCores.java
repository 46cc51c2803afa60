package dev.darkroom.host.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Counts the cores that do arithmetic: two hardware threads of one core share its vector units. */
final class PhysicalCores {

    private static final Path CPUS = Path.of("/sys/devices/system/cpu");

    private PhysicalCores() {}

    /** Returns the physical cores this process may use, at least 1. */
    static int count() {
        // Container limits show up here and nowhere in /sys.
        int allowed = Runtime.getRuntime().availableProcessors();
        Set<String> cores = new HashSet<>();
        for (int cpu = 0; ; cpu++) {
            Path siblings = CPUS.resolve("cpu" + cpu + "/topology/thread_siblings_list");
            if (!Files.isReadable(siblings)) {
                break;
            }
            try {
                cores.add(Files.readString(siblings).trim());
            } catch (IOException e) {
                return allowed;
            }
        }
        return cores.isEmpty() ? allowed : Math.min(allowed, cores.size());
    }
}
