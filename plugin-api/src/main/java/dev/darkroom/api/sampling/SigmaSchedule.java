package dev.darkroom.api.sampling;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The noise levels of a run: {@code steps() + 1} sigmas, falling, of which step i goes from {@code at(i)} to {@code
 * target(i)}. Immutable.
 *
 * <p>Almost always {@code target(i)} is {@code at(i + 1)}. It differs for the diffusers schedulers that step to {@code t
 * - T/n} under spacings where that is not the next timestep of their list.
 *
 * <p>Almost always the network is told the timestep that {@link DiffusionProcess#timestep} gives for a level. It differs for
 * the diffusers schedulers that round timesteps or interpolate sigma between them; then {@link #timestep(int)} holds theirs.
 */
public final class SigmaSchedule {

    private static final double[] NONE = {};

    private final double[] sigmas;
    private final double[] targets;
    private final double[] timesteps;

    private SigmaSchedule(double[] sigmas, double[] targets, double[] timesteps) {
        this.sigmas = sigmas;
        this.targets = targets;
        this.timesteps = timesteps;
    }

    /**
     * Returns a schedule.
     *
     * @param sigmas at least two finite levels, none negative, strictly falling; a picture is finished only at 0
     * @return the schedule
     */
    public static SigmaSchedule of(double... sigmas) {
        check(sigmas, false);
        return new SigmaSchedule(sigmas.clone(), Arrays.copyOfRange(sigmas, 1, sigmas.length), NONE);
    }

    /**
     * Returns a schedule in which a level may follow itself, as the schedules of some other programs do: a step between
     * equal levels moves nothing.
     *
     * @param sigmas at least two finite levels, none negative, none above its predecessor
     * @return the schedule
     */
    public static SigmaSchedule repeating(double... sigmas) {
        check(sigmas, true);
        return new SigmaSchedule(sigmas.clone(), Arrays.copyOfRange(sigmas, 1, sigmas.length), NONE);
    }

    /**
     * Returns a schedule whose steps do not end where the next one begins.
     *
     * @param sigmas as in {@link #repeating}
     * @param targets the level step i reaches, {@code sigmas.length - 1} of them, finite and not negative
     * @return the schedule
     */
    public static SigmaSchedule withTargets(double[] sigmas, double[] targets) {
        check(sigmas, true);
        if (targets.length != sigmas.length - 1) {
            throw new IllegalArgumentException(
                    "targets: expected " + (sigmas.length - 1) + " levels, found " + targets.length);
        }
        for (double target : targets) {
            if (!(target >= 0 && target < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("targets: expected finite levels from 0 up, found " + target);
            }
        }
        return new SigmaSchedule(sigmas.clone(), targets.clone(), NONE);
    }

    /**
     * Returns these levels with the timestep that the network is told at each but the last.
     *
     * @param timesteps {@code steps()} training timesteps, finite and not negative
     * @return the schedule
     */
    public SigmaSchedule withTimesteps(double... timesteps) {
        if (timesteps.length != steps()) {
            throw new IllegalArgumentException(
                    "timesteps: expected " + steps() + ", one a step, found " + timesteps.length);
        }
        for (double timestep : timesteps) {
            if (!(timestep >= 0 && timestep < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("timesteps: expected finite numbers from 0 up, found " + timestep);
            }
        }
        return new SigmaSchedule(sigmas, targets, timesteps.clone());
    }

    private static void check(double[] sigmas, boolean repeating) {
        if (sigmas.length < 2) {
            throw new IllegalArgumentException("sigmas: expected at least 2 levels, found " + sigmas.length);
        }
        for (int i = 0; i < sigmas.length; i++) {
            if (!(sigmas[i] >= 0 && sigmas[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "sigmas[" + i + "]: expected a finite level from 0 up, found " + sigmas[i]);
            }
            if (i > 0 && !(sigmas[i] < sigmas[i - 1] || (repeating && sigmas[i] == sigmas[i - 1]))) {
                throw new IllegalArgumentException(
                        "sigmas[" + i + "]: expected a level below " + sigmas[i - 1] + ", found " + sigmas[i]);
            }
        }
    }

    /** Returns the number of steps, one less than the number of levels. */
    public int steps() {
        return sigmas.length - 1;
    }

    /** Returns the level before step i; {@code at(steps())} is the level after the last. */
    public double at(int i) {
        return sigmas[i];
    }

    /** Returns the level that step i reaches. */
    public double target(int i) {
        return targets[i];
    }

    /**
     * Returns this schedule without its last level but one, which for a schedule that ends at 0 is the last level above 0.
     *
     * @return a schedule of one step less, each of which ends where the next begins; this schedule if it has one step
     */
    public SigmaSchedule withoutPenultimate() {
        if (steps() == 1) {
            return this;
        }
        double[] kept = Arrays.copyOf(sigmas, sigmas.length - 1);
        kept[kept.length - 1] = sigmas[sigmas.length - 1];
        SigmaSchedule schedule = of(kept);
        return timesteps.length == 0 ? schedule : schedule.withTimesteps(Arrays.copyOf(timesteps, steps() - 1));
    }

    /**
     * Returns the rest of this schedule.
     *
     * @param step the first step to keep, from 0 to {@code steps() - 1}
     * @return a schedule of {@code steps() - step} steps
     */
    public SigmaSchedule from(int step) {
        if (step < 0 || step >= steps()) {
            throw new IllegalArgumentException(
                    "schedule: expected a step from 0 to " + (steps() - 1) + ", found " + step);
        }
        return new SigmaSchedule(
                Arrays.copyOfRange(sigmas, step, sigmas.length),
                Arrays.copyOfRange(targets, step, targets.length),
                timesteps.length == 0 ? NONE : Arrays.copyOfRange(timesteps, step, timesteps.length));
    }

    /** Returns the timestep that the network is told before step i, empty where the process decides. */
    public OptionalDouble timestep(int i) {
        return timesteps.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(timesteps[i]);
    }

    /**
     * Returns the timestep that the network is told at a level: the one of the step that begins there, elsewhere what the
     * process says.
     */
    public double timestep(DiffusionProcess process, double sigma) {
        for (int i = 0; i < timesteps.length; i++) {
            if (sigmas[i] == sigma) {
                return timesteps[i];
            }
        }
        return process.timestep(sigma);
    }

    /**
     * Returns the step a level is met in: the last that begins at or above it, to a relative 1e-6 for solvers that make up
     * their levels by arithmetic; the first for levels above all.
     *
     * @param sigma a level
     * @return the step, from 0
     */
    public int stepAt(double sigma) {
        int step = steps() - 1;
        while (step > 0 && sigmas[step] < sigma * (1 - 1e-6)) {
            step--;
        }
        return step;
    }

    /** Returns a copy of the {@code steps() + 1} levels. */
    public double[] toArray() {
        return sigmas.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SigmaSchedule that
                && Arrays.equals(sigmas, that.sigmas)
                && Arrays.equals(targets, that.targets)
                && Arrays.equals(timesteps, that.timesteps);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sigmas);
    }

    @Override
    public String toString() {
        return "SigmaSchedule" + Arrays.toString(sigmas);
    }
}
