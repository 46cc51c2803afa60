package dev.darkroom.api.alignment;

import dev.darkroom.api.Described;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.runtime.InferenceRuntime;

/** An extension that measures how well pictures show what their prompts say. */
public interface PromptScorer extends Described {

    /** Returns whether this scorer can judge pictures of a model. */
    boolean supports(ModelCard model);

    /**
     * Loads the scorer.
     *
     * @param model a model it supports
     * @param runtime the inference engine
     * @return the loaded scorer, to close
     */
    PromptAlignment open(ModelCard model, InferenceRuntime runtime);
}
