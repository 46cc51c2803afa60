package dev.darkroom.host.onnx;

import dev.darkroom.api.InvalidRequestException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How graphs are run.
 *
 * @param device {@code auto} (a GPU if this build and machine have one), {@code cpu}, {@code cuda} or {@code cuda:N}
 * @param threads threads inside one operator, from 1; 0 for one a physical core
 * @param providerOptions options of the CUDA provider by their names in ONNX Runtime, {@code cudnn_conv_algo_search}
 * @param cacheFolder where extracted native libraries and optimised graphs are kept between runs; empty keeps nothing
 */
public record OnnxSettings(
        String device, int threads, Map<String, String> providerOptions, Optional<Path> cacheFolder) {

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,2}))?");

    /** What ONNX Runtime 1.29's CUDA provider knows of memory, convolutions and arithmetic. */
    private static final Set<String> PROVIDER_OPTIONS = Set.of(
            "arena_extend_strategy",
            "cudnn_conv_algo_search",
            "cudnn_conv_use_max_workspace",
            "cudnn_conv1d_pad_to_nc1d",
            "do_copy_in_default_stream",
            "enable_cuda_graph",
            "enable_skip_layer_norm_strict_mode",
            "gpu_mem_limit",
            "prefer_nhwc",
            "tunable_op_enable",
            "use_ep_level_unified_stream",
            "use_tf32");

    /** Makes settings with the provider's own options. */
    public OnnxSettings(String device, int threads, Optional<Path> cacheFolder) {
        this(device, threads, Map.of(), cacheFolder);
    }

    /** Checks the device, the number of threads and the names of the options. */
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
        providerOptions = Map.copyOf(providerOptions);
        for (String name : providerOptions.keySet()) {
            if (!PROVIDER_OPTIONS.contains(name)) {
                throw new InvalidRequestException("cuda-option: expected one of "
                        + String.join(", ", PROVIDER_OPTIONS.stream().sorted().toList()) + ", found \"" + name + "\"");
            }
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
