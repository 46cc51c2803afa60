package dev.darkroom.benchmark;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A sampler's own arithmetic on a latent {@code [1,4,128,128]}, without model and without random numbers: both are
 * answered from memory. {@link SamplerTable} runs it for every sampler and sets it against a copy of the latent.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
// A small heap that is all there from the start: pages that the system hands out while the clock runs cost more than a
// sampler.
@Fork(
        value = 1,
        jvmArgs = {"-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class SamplerBenchmark {

    static final Shape SHAPE = new Shape(1, 4, 128, 128);
    static final int STEPS = 20;

    private static final DiffusionProcess STABLE_DIFFUSION = DiffusionProcess.discrete(
            PredictionType.EPSILON,
            BetaSchedule.cumulativeProducts(BetaSchedule.SCALED_LINEAR.betas(1000, 0.00085, 0.012)));

    @Param({"euler"})
    private String sampler = "euler";

    private Run run = new Run(Samplers.get("euler"), STEPS);
    private float[] array = gaussian(1).toArray();

    /** Chooses the sampler. */
    @Setup
    public void choose() {
        run = new Run(Samplers.get(sampler), STEPS);
    }

    /** A run of 20 steps. */
    @Benchmark
    public Latent sample() {
        return run.sample();
    }

    /** One pass over the latent: a copy of its array. */
    @Benchmark
    public float[] copy() {
        return array.clone();
    }

    private static Latent gaussian(long seed) {
        Random random = new Random(seed);
        return Latent.generate(SHAPE, i -> (float) random.nextGaussian());
    }

    /** A sampler with everything it is given. */
    static final class Run implements SamplerContext, Denoiser {

        private final Sampler sampler;
        private final DiffusionProcess process;
        private final SigmaSchedule sigmas;
        private final Options options;
        private final Latent start;
        private final Latent noise = gaussian(2);
        private final Denoised answer = new Denoised(gaussian(3), gaussian(4), Optional.of(gaussian(5)));
        private int evaluations;

        Run(Sampler sampler, int steps) {
            this.sampler = sampler;
            this.options = Options.defaults(sampler.info().options());
            this.process = serves(sampler, options) ? STABLE_DIFFUSION : DiffusionProcess.flow();
            double[] levels = new double[steps + 1];
            for (int i = 0; i < steps; i++) {
                levels[i] =
                        process.isFlow() ? 1 - (double) i / steps : 14.6 * Math.pow(0.03 / 14.6, (double) i / steps);
            }
            this.sigmas = SigmaSchedule.of(levels);
            this.start = gaussian(1).times(levels[0]);
        }

        private static boolean serves(Sampler sampler, Options options) {
            try {
                sampler.check(new Sampler.Setting(STABLE_DIFFUSION, true, SigmaSchedule.of(1, 0), options));
                return true;
            } catch (InvalidRequestException e) {
                return false;
            }
        }

        Latent sample() {
            evaluations = 0;
            return sampler.sample(this, start, sigmas, this);
        }

        /** Returns how often the last run called the model. */
        int evaluations() {
            return evaluations;
        }

        @Override
        public Denoised denoise(Latent x, double sigma) {
            evaluations++;
            return answer;
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
            return noise;
        }

        @Override
        public Latent brownian(double sigma, double next) {
            return noise;
        }

        @Override
        public void step(
                int index, double sigma, double next, Latent x, Latent denoised, OptionalDouble embeddedError) {}
    }
}
