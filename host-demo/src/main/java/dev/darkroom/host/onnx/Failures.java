package dev.darkroom.host.onnx;

import ai.onnxruntime.OrtException;
import dev.darkroom.api.runtime.InferenceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Turns what ONNX Runtime says into one line a user can act on. */
final class Failures {

    private static final int LONGEST = 300;

    private Failures() {}

    /** Returns the short name of a graph, {@code unet/model.onnx}. */
    static String name(Path model) {
        Path parent = model.getParent();
        Path folder = parent == null ? null : parent.getFileName();
        return folder == null ? String.valueOf(model.getFileName()) : folder + "/" + model.getFileName();
    }

    /**
     * Checks what can be known of a file before the engine reads it.
     *
     * @throws InferenceException if it is missing, empty, or a pointer to a file that was not downloaded
     */
    static void checkReadable(Path model) {
        if (!Files.isRegularFile(model)) {
            throw new InferenceException(name(model) + ": expected a file, found none at " + model.toAbsolutePath());
        }
        if (!Files.isReadable(model)) {
            throw new InferenceException(name(model) + ": no permission to read " + model.toAbsolutePath());
        }
        try {
            long size = Files.size(model);
            if (size == 0) {
                throw new InferenceException(name(model) + ": the file is empty; fetch it again");
            }
            if (size < 1024
                    && Files.readString(model, StandardCharsets.ISO_8859_1).startsWith("version https://git-lfs")) {
                throw new InferenceException(
                        name(model) + ": a Git LFS pointer, not the file; run git lfs pull in the model's repository");
            }
        } catch (IOException e) {
            throw new InferenceException(name(model) + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns what went wrong when a graph was loaded. */
    static InferenceException opening(Path model, OrtException e) {
        String said = oneLine(e);
        String lower = said.toLowerCase(Locale.ROOT);
        String reason;
        if (lower.contains("external data")
                || lower.contains("external_data")
                || lower.contains("external initializer")) {
            reason = "its external data file is missing or too short; fetch every file of the folder";
        } else if (e.getCode() == OrtException.OrtErrorCode.ORT_INVALID_PROTOBUF || lower.contains("protobuf")) {
            reason = "not a readable ONNX graph, perhaps damaged or half downloaded; fetch it again";
        } else if (lower.contains("opset")) {
            reason = "its operator set is newer than this engine knows; export it again with an older one";
        } else if (e.getCode() == OrtException.OrtErrorCode.ORT_NOT_IMPLEMENTED) {
            reason = "it has an operator this device cannot run; try another precision or device";
        } else {
            reason = "cannot be loaded";
        }
        return new InferenceException(name(model) + ": " + reason + " (" + said + ")", e);
    }

    /** Returns the engine's message without its prefix and line breaks, shortened. */
    static String oneLine(Throwable e) {
        String said = String.valueOf(e.getMessage())
                .replaceAll("\\s+", " ")
                .replaceFirst("^Error code - (\\w+) - message: ", "")
                .replaceAll("/onnxruntime_src/\\S+:\\d+ (?:[^\\[]*(?=\\[)|.*?\\) (?=\\p{Lu})|.*)", "")
                .trim();
        return said.length() <= LONGEST ? said : said.substring(0, LONGEST) + "...";
    }
}
