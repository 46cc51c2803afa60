package dev.darkroom.api.sampling;

/**
 * How much a run will do.
 *
 * @param steps how often the sampler will report a step
 * @param evaluations how often it will call the denoiser
 * @param exact whether both are exact; solvers that choose their own step size can only guess
 */
public record Workload(int steps, int evaluations, boolean exact) {

    /** Checks that there is work to do. */
    public Workload {
        if (steps < 1 || evaluations < 1) {
            throw new IllegalArgumentException(
                    "workload: expected at least one step and one evaluation, found " + steps + " and " + evaluations);
        }
    }

    /** Returns a workload known in advance. */
    public static Workload of(int steps, int evaluations) {
        return new Workload(steps, evaluations, true);
    }

    /** Returns a guess at a workload that depends on what the model returns. */
    public static Workload about(int steps, int evaluations) {
        return new Workload(steps, evaluations, false);
    }
}
