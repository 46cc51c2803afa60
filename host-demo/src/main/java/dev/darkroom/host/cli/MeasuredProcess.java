package dev.darkroom.host.cli;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that ran to its end.
 *
 * @param seconds from before its start until it was gone
 * @param peakBytes the most memory it had resident, as Linux counts it; 0 elsewhere
 * @param output what it wrote to standard output
 */
record MeasuredProcess(double seconds, long peakBytes, String output) {

    private static final int LOOK_EVERY_MILLISECONDS = 10;

    /**
     * Runs a command.
     *
     * @param cancellation ends it
     * @throws DarkroomException if it cannot be started or fails, with the last line it wrote
     */
    static MeasuredProcess of(List<String> command, Cancellation cancellation)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("darkroom-benchmark", ".out");
        Path err = Files.createTempFile("darkroom-benchmark", ".err");
        try {
            long began = System.nanoTime();
            Process process = started(
                    new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()));
            long peak = 0;
            while (!process.waitFor(LOOK_EVERY_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, ProcessMemory.peak(process.toHandle()));
                if (cancellation.isCancelled()) {
                    process.destroy();
                    process.waitFor();
                    throw new CancelledException();
                }
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            if (process.exitValue() != 0) {
                List<String> said = Files.readAllLines(err);
                throw new DarkroomException("benchmark: " + String.join(" ", command) + " failed with exit code "
                        + process.exitValue() + (said.isEmpty() ? "" : ": " + said.get(said.size() - 1)));
            }
            return new MeasuredProcess(seconds, peak, Files.readString(out));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static Process started(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new DarkroomException(
                    "benchmark: expected a program, found none that can be started at "
                            + builder.command().get(0) + ": " + e.getMessage(),
                    e);
        }
    }
}
