package dev.darkroom.api.diagnosis;

import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.runtime.Cancellation;
import java.util.List;

/**
 * Where experiments are made: runs requests, each only once whoever asks, keeps count of what it cost, and ends when the
 * budget is spent. Used by one thread.
 */
public interface Laboratory {

    /**
     * Makes a picture, or returns it if it was made before.
     *
     * @param request for one picture
     * @return the picture
     * @throws BudgetSpentException if it was not made before and no picture is left in the budget
     * @throws dev.darkroom.api.InvalidRequestException if the request is impossible
     * @throws dev.darkroom.api.runtime.CancelledException if the diagnosis was cancelled
     */
    Shot shoot(GenerationRequest request);

    /**
     * Makes the rest of a picture from a state of its trajectory; costs a picture.
     *
     * @param request for one picture
     * @param step the first step to take
     * @param state the canonical state before it, {@code [1,c,h,w]}
     * @return the picture
     * @throws BudgetSpentException if no picture is left in the budget
     */
    Shot resume(GenerationRequest request, int step, Latent state);

    /**
     * Returns the states of a trajectory, each after its step; runs the request if it was not run before,
     * or so long ago that they are forgotten. Those of the request in question never are.
     *
     * @param request for one picture
     * @return one state a step, {@code [1,c,h,w]}, the last one finished
     */
    List<Latent> states(GenerationRequest request);

    /** Returns the model by parts; evaluations made through it are counted. */
    GenerationService bench();

    /** Returns how many pictures are left in the budget. */
    int picturesLeft();

    /** Returns what ends the diagnosis early. */
    Cancellation cancellation();
}
