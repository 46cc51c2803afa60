package dev.darkroom.plugin.schedule.timestep;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;

/**
 * The noise levels a model was trained on, by timestep, with the time shift of rectified flows (Esser et al. 2024, equation
 * 23).
 */
record TrainedLevels(DiffusionProcess process, double shift) {

    /** The option of every schedule here. */
    static final OptionSpec SHIFT = OptionSpec.number(
            "shift", 1, 0.01, 100, "Time shift of rectified flows (SD3 uses 3); 1 for every other model.");

    /**
     * Checks what was asked for.
     *
     * @param schedule the id of the schedule, for messages
     * @throws InvalidRequestException if the number of steps is below 1, or a shift is given for a model without flow
     */
    static TrainedLevels of(String schedule, DiffusionProcess process, int steps, Options options) {
        if (steps < 1) {
            throw new InvalidRequestException("schedule " + schedule + ": expected at least 1 step, found " + steps);
        }
        double shift = options.number(SHIFT.name());
        if (!process.isFlow() && shift != 1) {
            throw new InvalidRequestException("schedule " + schedule
                    + ": expected shift 1 for a model that is no rectified flow, found " + shift);
        }
        return new TrainedLevels(process, shift);
    }

    /** Refuses more steps than there are timesteps, for schedules that take each at most once. */
    TrainedLevels atMostAllTimesteps(String schedule, int steps) {
        if (steps > size()) {
            throw new InvalidRequestException("schedule " + schedule + ": expected at most " + size()
                    + " steps, the model's timesteps, found " + steps);
        }
        return this;
    }

    /** Returns the number of training timesteps. */
    int size() {
        return process.timesteps();
    }

    /** Returns the k-th smallest trained level, from 0. */
    double at(int k) {
        return sigma(process.isFlow() ? k + 1 : k);
    }

    /** Returns the level at a fractional timestep. */
    double sigma(double timestep) {
        double sigma = process.sigma(timestep);
        return process.isFlow() ? DiffusionProcess.shift(sigma, shift) : sigma;
    }

    /** Returns the timestep of the largest level. */
    double lastTimestep() {
        return process.isFlow() ? size() : size() - 1;
    }

    /** Returns the timestep that ComfyUI takes for the smallest level; for a shifted flow it shifts twice. */
    double firstTimestep() {
        return process.isFlow() ? size() * at(0) : 0;
    }
}
