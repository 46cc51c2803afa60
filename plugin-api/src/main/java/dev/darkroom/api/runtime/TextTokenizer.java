package dev.darkroom.api.runtime;

/** Turns text into token ids. Thread-safe. */
@FunctionalInterface
public interface TextTokenizer {

    /**
     * Encodes text with the special tokens the tokenizer defines, without padding and truncation.
     *
     * @param text any text
     * @return the ids
     */
    long[] encode(String text);
}
