package dev.darkroom.api.inspection;

import dev.darkroom.api.Described;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.generation.GenerationRequest;
import java.util.Optional;

/**
 * An extension that looks at finished pictures: an inspector. Stateless; any number of pictures may be inspected at
 * once. One that throws or hangs is reported as failed and the picture is delivered without its findings.
 */
public interface PostCheck extends Described {

    /**
     * Looks at a picture.
     *
     * @param inspection the picture, and how it was made where that is known
     * @param options the checked values of the options {@link #info()} declares
     * @return the probability of every symptom it looks for, warned of or not, and what is worth saying
     */
    Inspected inspect(Inspection inspection, Options options);

    /**
     * Starts watching a batch step by step, for inspectors that need more than the trace.
     *
     * @param request the request that is about to run
     * @param options the checked values of the options {@link #info()} declares
     * @return a probe for one batch, or empty
     */
    default Optional<StepProbe> probe(GenerationRequest request, Options options) {
        return Optional.empty();
    }
}
