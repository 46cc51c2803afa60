package dev.darkroom.api.model;

import java.util.Map;

/**
 * A prompt as the network sees it.
 *
 * @param tensors by the name of the network's input ({@code encoder_hidden_states}), each for a batch of one
 * @param tokens tokens of the prompt, special tokens included, before truncation
 * @param maxTokens how many of them the encoder sees
 */
public record PromptEmbedding(Map<String, EmbeddingTensor> tensors, int tokens, int maxTokens) {

    /** Copies the map. */
    public PromptEmbedding {
        tensors = Map.copyOf(tensors);
    }

    /** Returns whether the end of the prompt had no effect. */
    public boolean truncated() {
        return tokens > maxTokens;
    }
}
