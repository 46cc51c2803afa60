package dev.darkroom.api.sampling;

import dev.darkroom.api.Described;
import dev.darkroom.api.Options;

/** An extension that spaces the noise levels of a run. A pure function: equal arguments give equal schedules. */
public interface NoiseSchedule extends Described {

    /**
     * Returns the levels of a run.
     *
     * @param process the model's noise process
     * @param steps the number of steps, at least 1
     * @param options the checked values of the options {@link #info()} declares
     * @return falling levels, the last of them an explicit 0 unless the schedule's definition says otherwise
     * @throws dev.darkroom.api.InvalidRequestException if the process or the number of steps cannot be served
     */
    SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options);

    /**
     * Returns whether the user wrote the levels one by one. The host then leaves none of them out, whichever sampler asks it
     * to ({@link Sampler#discardsPenultimate}).
     */
    default boolean isWrittenByHand() {
        return false;
    }
}
