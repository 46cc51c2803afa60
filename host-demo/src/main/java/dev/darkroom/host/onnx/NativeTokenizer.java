package dev.darkroom.host.onnx;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.darkroom.api.runtime.InferenceException;
import dev.darkroom.api.runtime.TextTokenizer;

/** A tokenizer in the native library's memory. */
final class NativeTokenizer implements TextTokenizer {

    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    private final String name;
    private final long handle;
    private boolean closed;

    /** Takes over a handle of the native library. */
    NativeTokenizer(String name, long handle) {
        this.name = name;
        this.handle = handle;
        LIBRARY.disablePadding(handle);
        LIBRARY.disableTruncation(handle);
    }

    @Override
    public synchronized long[] encode(String text) {
        if (closed) {
            throw new IllegalStateException(name + ": the tokenizer is closed");
        }
        try {
            long encoding = LIBRARY.encode(handle, wellFormed(text), true);
            try {
                return LIBRARY.getTokenIds(encoding);
            } finally {
                LIBRARY.deleteEncoding(encoding);
            }
        } catch (RuntimeException e) {
            throw new InferenceException(name + ": cannot encode the text: " + Failures.oneLine(e), e);
        }
    }

    /** Replaces halves of surrogate pairs, which no encoding the native side knows can carry. */
    private static String wellFormed(String text) {
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            if (out == null) {
                out = new StringBuilder(text);
            }
            out.setCharAt(i, '\uFFFD');
        }
        return out == null ? text : out.toString();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            LIBRARY.deleteTokenizer(handle);
        }
    }
}
