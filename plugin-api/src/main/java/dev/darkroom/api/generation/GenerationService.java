package dev.darkroom.api.generation;

import dev.darkroom.api.runtime.Cancellation;
import java.util.List;

/** Makes pictures. The host implements it; whatever runs experiments needs nothing else. */
public interface GenerationService {

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
}
