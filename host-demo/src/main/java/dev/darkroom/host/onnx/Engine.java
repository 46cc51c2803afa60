package dev.darkroom.host.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import dev.darkroom.api.runtime.InferenceException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime, loaded, with the device that was chosen. */
final class Engine {

    private final OnnxSettings settings;
    private final OrtEnvironment environment;
    private volatile boolean cuda;
    private volatile @Nullable String fallbackReason;

    private Engine(OnnxSettings settings, OrtEnvironment environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /** Loads the native libraries and looks for the device. */
    static Engine start(OnnxSettings settings, NativeLibraries libraries) {
        libraries.prepareOnnx();
        OrtEnvironment environment;
        try {
            environment = SharedThreads.environment(settings.effectiveThreads());
            environment.setTelemetry(false);
        } catch (OrtException | LinkageError | RuntimeException e) {
            throw new InferenceException(
                    "ONNX Runtime cannot start here (" + System.getProperty("os.name") + ", "
                            + System.getProperty("os.arch") + "): " + Failures.oneLine(e),
                    e);
        }
        Engine engine = new Engine(settings, environment);
        engine.chooseDevice();
        return engine;
    }

    private void chooseDevice() {
        if (settings.cudaDevice() < 0) {
            return;
        }
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            if (settings.insistsOnCuda()) {
                fallBack("this build has no CUDA provider; build with -Pcuda");
            }
            return;
        }
        try (OrtSession.SessionOptions probe = new OrtSession.SessionOptions()) {
            addCuda(probe);
            cuda = true;
        } catch (OrtException e) {
            fallBack(Failures.oneLine(e));
        }
    }

    /** Gives up the GPU for the rest of the process. */
    void fallBack(String why) {
        cuda = false;
        fallbackReason = "cuda:" + settings.cudaDevice() + " is not usable, running on the CPU: " + why;
    }

    OrtEnvironment environment() {
        return environment;
    }

    boolean onCuda() {
        return cuda;
    }

    String device() {
        return cuda ? "cuda:" + settings.cudaDevice() : "cpu";
    }

    Optional<String> fallbackReason() {
        return Optional.ofNullable(fallbackReason);
    }

    /**
     * Returns new options for one session; the caller closes them.
     *
     * @param dimensions fixed symbolic dimensions
     * @param oneThread whether calls run on the thread that makes them
     */
    OrtSession.SessionOptions options(Map<String, Long> dimensions, boolean oneThread) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        if (!oneThread && SharedThreads.are(settings.effectiveThreads())) {
            options.disablePerSessionThreads();
        } else {
            options.setIntraOpNumThreads(oneThread ? 1 : settings.effectiveThreads());
            options.setInterOpNumThreads(1);
        }
        options.setDeterministicCompute(true);
        options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
        // Spinning threads save 13 % of a call (6.4 against 7.5 ms on two cores) but must not compete with what
        // runs between calls, so they go to sleep as soon as a call ends.
        options.addConfigEntry("session.intra_op.allow_spinning", "1");
        options.addConfigEntry("session.force_spinning_stop", "1");
        for (Map.Entry<String, Long> dimension : dimensions.entrySet()) {
            options.setSymbolicDimensionValue(dimension.getKey(), dimension.getValue());
        }
        if (cuda) {
            addCuda(options);
        }
        return options;
    }

    private void addCuda(OrtSession.SessionOptions options) throws OrtException {
        try (OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(settings.cudaDevice())) {
            for (Map.Entry<String, String> option : settings.providerOptions().entrySet()) {
                provider.add(option.getKey(), option.getValue());
            }
            options.addCUDA(provider);
        }
    }
}
