package dev.darkroom.host.onnx;

import dev.darkroom.api.InvalidRequestException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How graphs are run.
 *
 * @param device {@code auto} (a GPU if this build and machine have one), {@code cpu}, {@code cuda} or {@code cuda:N}
 * @param threads threads inside one operator, from 1; 0 for one a physical core
 * @param cacheFolder where extracted native libraries and optimised graphs are kept between runs; empty keeps nothing
 */
public record OnnxSettings(String device, int threads, Optional<Path> cacheFolder) {

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,2}))?");

    /** Checks the device and the number of threads. */
    public OnnxSettings {
        device = device.toLowerCase(Locale.ROOT);
        if (!device.equals("auto")
                && !device.equals("cpu")
                && !CUDA.matcher(device).matches()) {
            throw new InvalidRequestException(
                    "device: expected auto, cpu, cuda or cuda:<number>, found \"" + device + "\"");
        }
        if (threads < 0 || threads > 1024) {
            throw new InvalidRequestException(
                    "threads: expected 1 to 1024, or 0 for one a physical core, found " + threads);
        }
        Objects.requireNonNull(cacheFolder, "cacheFolder");
    }

    /** Returns the settings of a run on the CPU with a thread a physical core that keeps nothing on disk. */
    public static OnnxSettings cpu() {
        return new OnnxSettings("cpu", 0, Optional.empty());
    }

    /** Returns the number of threads a session gets. */
    int effectiveThreads() {
        return threads > 0 ? threads : PhysicalCores.count();
    }

    /** Returns the GPU asked for, or -1 if none was. */
    int cudaDevice() {
        Matcher cuda = CUDA.matcher(device);
        if (cuda.matches()) {
            return cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1));
        }
        return device.equals("auto") ? 0 : -1;
    }

    /** Returns whether a GPU was asked for by name, so that running without one must be explained. */
    boolean insistsOnCuda() {
        return device.startsWith("cuda");
    }
}
