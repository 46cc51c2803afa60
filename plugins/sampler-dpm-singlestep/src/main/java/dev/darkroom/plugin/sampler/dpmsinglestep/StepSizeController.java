package dev.darkroom.plugin.sampler.dpmsinglestep;

import dev.darkroom.api.Options;

/**
 * Chooses step sizes so that the error of a step stays near 1: a PID controller on its logarithm (Hairer and Wanner 1996,
 * section IV.2; Soderlind 2003), as in k-diffusion. Serves one run.
 */
final class StepSizeController {

    /** Keeps the inverse of an error of 0 finite. */
    private static final double EPS = 1e-8;

    /** A step this small is taken whatever its error, which is then one of rounding. */
    private static final double SMALLEST = 1e-4;

    private final double ofNewest;
    private final double ofAccepted;
    private final double ofOlder;
    private final double safety;
    private double h;
    private double accepted;
    private double older;

    StepSizeController(Options options, double order) {
        double p = options.number("pcoeff");
        double i = options.number("icoeff");
        double d = options.number("dcoeff");
        ofNewest = (p + i + d) / order;
        ofAccepted = -(p + 2 * d) / order;
        ofOlder = d / order;
        safety = options.number("accept_safety");
        h = options.number("h_init");
    }

    double h() {
        return h;
    }

    /**
     * Learns the error of a step of size {@link #h} and changes the size.
     *
     * @param error the error, 1 for one that is just tolerated
     * @return whether to accept the step
     */
    boolean accepts(double error) {
        double inverse = 1 / (error + EPS);
        if (accepted == 0) {
            accepted = inverse;
            older = inverse;
        }
        double wanted = Math.pow(inverse, ofNewest) * Math.pow(accepted, ofAccepted) * Math.pow(older, ofOlder);
        double factor = 1 + Math.atan(wanted - 1);
        boolean accept = factor >= safety || h < SMALLEST;
        if (accept) {
            older = accepted;
            accepted = inverse;
        }
        h *= factor;
        return accept;
    }
}
