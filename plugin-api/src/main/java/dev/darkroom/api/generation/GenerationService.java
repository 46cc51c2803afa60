package dev.darkroom.api.generation;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.runtime.Cancellation;
import java.util.List;

/** Makes pictures, whole or by parts. The host implements it; whatever runs experiments needs nothing else. */
public interface GenerationService extends ModelBench {

    /**
     * Runs a request.
     *
     * @param request what to make
     * @param observer hears of steps and pictures as they come
     * @param cancellation ends the run early; pictures finished by then have been reported
     * @return the pictures in order
     * @throws dev.darkroom.api.InvalidRequestException if the request names something unknown or impossible
     * @throws dev.darkroom.api.runtime.CancelledException if the run was cancelled
     * @throws dev.darkroom.api.DarkroomException if the run failed
     */
    List<GenerationResult> generate(GenerationRequest request, GenerationObserver observer, Cancellation cancellation);

    /**
     * Runs a request of any number of pictures: as {@link #generate}, but none is kept once the observer has heard of it.
     *
     * @param request what to make
     * @param observer hears of steps and pictures as they come
     * @param cancellation ends the run early; pictures finished by then have been reported
     * @throws dev.darkroom.api.InvalidRequestException if the request names something unknown or impossible
     * @throws dev.darkroom.api.runtime.CancelledException if the run was cancelled
     * @throws dev.darkroom.api.DarkroomException if the run failed
     */
    default void generateEach(GenerationRequest request, GenerationObserver observer, Cancellation cancellation) {
        generate(request, observer, cancellation);
    }

    /**
     * Runs the rest of a request for one picture, from a state that an earlier run reached. A solver that remembers earlier
     * steps begins without its memory.
     *
     * @param request what to make; its {@code count} is 1
     * @param step the first step to take, from 0 to one less than there are; what was skipped is missing in the trace
     * @param state the canonical state before that step, {@code [1,c,h,w]}
     * @param observer hears of steps and pictures as they come
     * @param cancellation ends the run early
     * @return the picture
     * @throws dev.darkroom.api.InvalidRequestException if the request is impossible or has no such step
     * @throws dev.darkroom.api.runtime.CancelledException if the run was cancelled
     * @throws dev.darkroom.api.DarkroomException if the run failed
     */
    GenerationResult resume(
            GenerationRequest request, int step, Latent state, GenerationObserver observer, Cancellation cancellation);
}
