package dev.darkroom.api.reference;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a sampler made of a case: the largest difference from the reference's states, and what else did not agree.
 *
 * @param error the largest absolute difference; NaN if states could not be compared
 * @param problems what did not agree, empty if the sampler follows the reference
 */
public record ReferenceRun(double error, List<String> problems) {

    /** Copies the list. */
    public ReferenceRun {
        problems = List.copyOf(problems);
    }

    /** Returns whether the sampler follows the reference. */
    public boolean follows() {
        return problems.isEmpty();
    }

    /**
     * Runs a sampler as a case says, with the noise the reference drew, and compares every state it reports, the number of
     * evaluations and the number of draws.
     *
     * @param sampler the sampler
     * @param expected the case
     * @return the comparison
     * @throws InvalidRequestException if the case calls for an option that the sampler does not have
     */
    public static ReferenceRun of(Sampler sampler, ReferenceCase expected) {
        Options options = expected.call().options(sampler.info(), expected.hints());
        Recorder context = new Recorder(options, expected);
        AtomicInteger evaluations = new AtomicInteger();
        Denoiser denoiser = expected.denoiser();
        sampler.sample(
                (x, sigma) -> {
                    evaluations.incrementAndGet();
                    return denoiser.denoise(x, sigma);
                },
                expected.start(),
                expected.sigmas(),
                context);

        List<String> problems = new ArrayList<>();
        double error = compare(context.states, expected, problems);
        if (evaluations.get() != expected.evaluations()) {
            problems.add("expected " + expected.evaluations() + " evaluations, found " + evaluations);
        }
        int left = expected.noise().size() - context.drawn;
        if (left != 0) {
            problems.add("expected " + expected.noise().size() + " draws of noise, found " + context.drawn);
        }
        return new ReferenceRun(error, problems);
    }

    private static double compare(List<Latent> found, ReferenceCase expected, List<String> problems) {
        List<double[]> trajectory = expected.trajectory();
        List<Latent> compared = found;
        if (trajectory.size() == 1 && found.size() > 1) {
            // Some references tell of the last state alone.
            compared = found.subList(found.size() - 1, found.size());
        }
        if (compared.size() != trajectory.size()) {
            problems.add("expected " + trajectory.size() + " states, found " + found.size());
            return Double.NaN;
        }
        double worst = 0;
        for (int i = 0; i < trajectory.size(); i++) {
            double[] wanted = trajectory.get(i);
            boolean before = worst <= expected.tolerance();
            for (int j = 0; j < wanted.length; j++) {
                double difference = Math.abs(compared.get(i).at(j) - wanted[j]);
                // Not Math.max: a NaN must not be lost to a later number.
                worst = difference <= worst ? worst : difference;
            }
            if (before && !(worst <= expected.tolerance())) {
                problems.add("state after step " + (i + 1) + " of " + trajectory.size() + " is off by " + worst
                        + ", expected at most " + expected.tolerance());
            }
        }
        return worst;
    }

    private static final class Recorder implements SamplerContext {

        private final Options options;
        private final DiffusionProcess process;
        private final Iterator<Latent> noise;
        private final List<Latent> states = new ArrayList<>();
        private int drawn;

        Recorder(Options options, ReferenceCase expected) {
            this.options = options;
            this.process = expected.process();
            this.noise = expected.noise().iterator();
        }

        @Override
        public Options options() {
            return options;
        }

        @Override
        public DiffusionProcess process() {
            return process;
        }

        @Override
        public Latent noise(double sigma, double next) {
            if (!noise.hasNext()) {
                throw new InvalidRequestException(
                        "expected " + drawn + " draws of noise, found one more at sigma " + sigma);
            }
            drawn++;
            return noise.next();
        }

        /** References record the increments of their path in the order they asked for them. */
        @Override
        public Latent brownian(double sigma, double next) {
            return noise(sigma, next);
        }

        @Override
        public void step(
                int index, double sigma, double next, Latent x, Latent denoised, OptionalDouble embeddedError) {
            states.add(x);
        }
    }
}
