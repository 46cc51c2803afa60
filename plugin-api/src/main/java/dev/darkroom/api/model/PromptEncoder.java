package dev.darkroom.api.model;

import dev.darkroom.api.runtime.Cancellation;

/** Reads prompts. One call at a time. */
@FunctionalInterface
public interface PromptEncoder {

    /**
     * Encodes a prompt.
     *
     * @param prompt any text, empty included
     * @param cancellation ends the call early
     * @return its embedding
     */
    PromptEmbedding encode(String prompt, Cancellation cancellation);
}
