package dev.darkroom.host.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux says of a process's resident memory, in bytes; 0 on other systems and for processes that are gone. */
final class ProcessMemory {

    private ProcessMemory() {}

    /** Returns what this process has resident now. */
    static long now() {
        return read(ProcessHandle.current().pid(), "VmRSS:");
    }

    /** Returns the most a process, or the largest that it started and that still runs, ever had resident. */
    static long peak(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(each -> read(each.pid(), "VmHWM:"))
                .max()
                .orElse(0);
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
