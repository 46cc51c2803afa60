package dev.darkroom.host.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of a process's resident memory, in bytes; 0 on other systems and for processes that are gone. */
final class ProcessMemory {

    private ProcessMemory() {}

    /** Returns what this process has resident now. */
    static long now() {
        return read(ProcessHandle.current().pid(), "VmRSS:");
    }

    /** Returns the most a process ever had resident. */
    static long peak(long pid) {
        return read(pid, "VmHWM:");
    }

    private static long read(long pid, String field) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith(field)) {
                    return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }
}
