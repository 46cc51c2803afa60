package dev.darkroom.api.runtime;

/** Turns text into token ids. Thread-safe. May own native memory: whoever loaded it closes it. */
@FunctionalInterface
public interface TextTokenizer extends AutoCloseable {

    /**
     * Encodes text with the special tokens the tokenizer defines, without padding and truncation.
     *
     * @param text any text
     * @return the ids
     */
    long[] encode(String text);

    /** Frees what the tokenizer owns; nothing, unless it says otherwise. */
    @Override
    default void close() {}
}
