package dev.darkroom.plugin.sampler.restart;

import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps of a run in order; where one begins above the end of the one before, noise leads up to it.
 *
 * @param steps the levels each step begins and ends at
 */
record Route(List<Step> steps) {

    private static final double RHO = 7;

    /** A step from a level down to another. */
    record Step(double sigma, double next) {}

    /**
     * A1111's choice: from 20 steps on one restart of 9 steps between the levels 0.1 and 2, from 36 on two of a quarter of the
     * steps; the levels of the run are spread anew so that the number of steps stays what it was.
     */
    static Route automatic(SigmaSchedule sigmas) {
        int steps = sigmas.steps();
        if (steps < 20) {
            return of(sigmas.toArray(), List.of());
        }
        int times = steps < 36 ? 1 : 2;
        int again = steps < 36 ? 9 : steps / 4;
        int left = steps - again * times;
        boolean toZero = sigmas.at(steps) == 0;
        double[] levels = new double[left + 1];
        double[] positive = toZero
                ? karras(left, sigmas.at(steps - 1), sigmas.at(0))
                : karras(left + 1, sigmas.at(steps), sigmas.at(0));
        System.arraycopy(positive, 0, levels, 0, positive.length);
        return of(levels, List.of(new Restart(0.1, again + 1, times, 2)));
    }

    /** Returns the route over levels that restarts wherever it reaches the lower end of an interval. */
    static Route of(double[] levels, List<Restart> restarts) {
        Map<Integer, Restart> byLevel = new HashMap<>();
        for (Restart restart : restarts) {
            byLevel.put(nearest(levels, restart.min()), restart);
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < levels.length - 1; i++) {
            steps.add(new Step(levels[i], levels[i + 1]));
            Restart restart = byLevel.get(i + 1);
            if (restart != null && nearest(levels, restart.max()) < i + 1) {
                double[] again = karras(restart.levels(), levels[i + 1], levels[nearest(levels, restart.max())]);
                for (int k = 0; k < restart.times(); k++) {
                    for (int j = 0; j < again.length - 1; j++) {
                        steps.add(new Step(again[j], again[j + 1]));
                    }
                }
            }
        }
        return new Route(steps);
    }

    /** Karras et al. 2022, equation 5, with both ends exact: a step must begin at the very level the last one ended at. */
    private static double[] karras(int count, double min, double max) {
        double[] levels = new double[count];
        double from = Math.pow(max, 1 / RHO);
        double to = Math.pow(min, 1 / RHO);
        for (int i = 0; i < count; i++) {
            levels[i] = Math.pow(from + (to - from) * i / (count - 1), RHO);
        }
        levels[count - 1] = min;
        levels[0] = max;
        return levels;
    }

    private static int nearest(double[] levels, double level) {
        int nearest = 0;
        for (int i = 1; i < levels.length; i++) {
            if (Math.abs(levels[i] - level) < Math.abs(levels[nearest] - level)) {
                nearest = i;
            }
        }
        return nearest;
    }
}
