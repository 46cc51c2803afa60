package dev.darkroom.host.onnx;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.darkroom.api.runtime.InferenceException;
import dev.darkroom.api.runtime.TextTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Loads tokenizers with Hugging Face's library. Its native methods are called directly: the Java front end looks for
 * GPUs through JNA first, which takes 130 ms where loading the library takes 10, and has a telemetry call.
 */
final class TokenizerFactory {

    private final NativeLibraries libraries;
    private boolean loaded;

    TokenizerFactory(NativeLibraries libraries) {
        this.libraries = libraries;
    }

    /**
     * Loads the native library.
     *
     * @throws InferenceException if it cannot be loaded here
     */
    synchronized void prepare() {
        if (loaded) {
            return;
        }
        try {
            Optional<Path> library = libraries.tokenizers();
            if (library.isPresent()) {
                System.load(library.get().toAbsolutePath().toString());
            } else {
                LibUtils.checkStatus();
            }
            loaded = true;
        } catch (LinkageError | RuntimeException e) {
            throw new InferenceException("the tokenizer library cannot be loaded here: " + Failures.oneLine(e), e);
        }
    }

    /** Loads {@code tokenizer.json}, or makes its equal from {@code vocab.json} and {@code merges.txt}. */
    TextTokenizer load(Path folder) {
        String name = String.valueOf(folder.getFileName());
        String json;
        try {
            Path whole = folder.resolve("tokenizer.json");
            if (Files.isRegularFile(whole)) {
                json = Files.readString(whole);
                name += "/tokenizer.json";
            } else if (Files.isRegularFile(folder.resolve("vocab.json"))
                    && Files.isRegularFile(folder.resolve("merges.txt"))) {
                json = ClipTokenizerJson.from(folder);
                name += "/vocab.json";
            } else {
                throw new InferenceException(name + ": expected tokenizer.json, or vocab.json and merges.txt, found"
                        + " neither in " + folder.toAbsolutePath());
            }
        } catch (IOException e) {
            throw new InferenceException(
                    name + ": cannot be read as UTF-8 text (" + Failures.oneLine(e) + "); fetch it again", e);
        }
        prepare();
        try {
            return new NativeTokenizer(name, TokenizersLibrary.LIB.createTokenizerFromString(json));
        } catch (RuntimeException e) {
            throw new InferenceException(
                    name + ": no tokenizer this version can read, perhaps damaged (" + Failures.oneLine(e)
                            + "); fetch it again",
                    e);
        }
    }
}
