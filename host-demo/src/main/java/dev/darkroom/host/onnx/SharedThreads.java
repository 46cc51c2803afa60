package dev.darkroom.host.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtEnvironment.ThreadingOptions;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;

/**
 * One pool of threads for all graphs of the process, made with ONNX Runtime's environment, of which there is one. Sessions
 * that want another number of threads than it has (a second runtime in one process) get pools of their own.
 */
final class SharedThreads {

    private static int count;

    private SharedThreads() {}

    /** Returns the environment; the first call decides how many threads are shared. */
    static synchronized OrtEnvironment environment(int threads) throws OrtException {
        if (count > 0) {
            return OrtEnvironment.getEnvironment();
        }
        try (ThreadingOptions options = new ThreadingOptions()) {
            options.setGlobalIntraOpNumThreads(threads);
            options.setGlobalInterOpNumThreads(1);
            options.setGlobalSpinControl(true);
            // Everything the engine would log as an error it also throws; its standard error belongs to the user.
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "darkroom", options);
            count = threads;
            return environment;
        } catch (IllegalStateException e) {
            // Somebody made the environment before us, without threads to share.
            return OrtEnvironment.getEnvironment();
        }
    }

    /** Returns whether the shared pool has as many threads. */
    static synchronized boolean are(int threads) {
        return count == threads;
    }
}
