package dev.darkroom.api.inspection;

import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.generation.StepEvent;

/** Watches the steps of one batch. Used by one thread. */
public interface StepProbe {

    /** Looks at a step. Must be short: the next step waits for it. */
    void step(StepEvent event);

    /**
     * Says what was seen of a picture.
     *
     * @param pictureInBatch which picture of the batch, from 0
     * @return the probability of every symptom it looked for, and what is worth saying
     */
    Inspected inspected(int pictureInBatch);
}
