package dev.darkroom.api.inspection;

import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.generation.StepEvent;

/** Watches the steps of one batch. Its calls come in order, one at a time, and may lag some steps behind the sampler. */
public interface StepProbe {

    /** Looks at a step. Must be short: the sampler may have to wait for it. */
    void step(StepEvent event);

    /**
     * Says what was seen of a picture.
     *
     * @param pictureInBatch which picture of the batch, from 0
     * @return the probability of every symptom it looked for, and what is worth saying
     */
    Inspected inspected(int pictureInBatch);
}
