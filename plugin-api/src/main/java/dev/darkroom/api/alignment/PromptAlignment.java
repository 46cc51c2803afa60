package dev.darkroom.api.alignment;

import dev.darkroom.api.picture.Picture;

/** A loaded {@link PromptScorer}. One call at a time. */
public interface PromptAlignment extends AutoCloseable {

    /**
     * Scores a picture against a prompt.
     *
     * @param prompt any text
     * @param picture any size
     * @return the cosine of the two embeddings, in [-1,1]; higher is better, and only scores of one scorer compare
     */
    double score(String prompt, Picture picture);

    @Override
    void close();
}
