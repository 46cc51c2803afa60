package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkroom.api.Alias;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.reference.GaussianMixture;
import dev.darkroom.api.reference.ReferenceCase;
import dev.darkroom.api.reference.ReferenceRun;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.api.testing.GoldenFiles;
import dev.darkroom.api.testing.Processes;
import dev.darkroom.api.testing.RecordingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link Sampler} must do, whatever its formula. A sampler's test extends this class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SamplerContract {

    private static final Shape SHAPE = new Shape(1, 4, 2, 2);
    private static final DiffusionProcess VE = Processes.STABLE_DIFFUSION;
    private static final SigmaSchedule FLOW_LEVELS = SigmaSchedule.of(1, 0.8, 0.5, 0.2, 0);
    private static final GaussianMixture MIXTURE = new GaussianMixture(
            new double[] {0.3, 0.7}, new double[] {0.5, 0.9}, new double[][] {mean(1.2), mean(-0.8)});

    /** Returns the sampler under test; called for each test. */
    protected abstract Sampler sampler();

    /**
     * Returns the order of global convergence of the ODE solver for each set of options to test it under; empty for a
     * sampler that is no ODE solver.
     */
    protected abstract Map<Map<String, String>, Double> orders();

    /**
     * Returns the number of steps, and half that of the second run, to measure an order at: few for a high order, whose error
     * would else sink into the rounding of floats. Multistep solvers, whose error is larger, show their order at more.
     * Multiples of 6 suit solvers that take steps in groups of 2 or 3.
     */
    protected int convergenceSteps(double order) {
        return order > 2.5 ? 18 : 48;
    }

    /** Returns the sets of options that every other test runs with, the defaults among them. */
    protected List<Map<String, String>> variants() {
        return List.of(Map.of());
    }

    /** Returns the golden files, as absolute resource names, whose every case the sampler follows. */
    protected List<String> goldens() {
        return List.of();
    }

    /** Returns whether a run that ends at sigma 0 ends at an estimate of x0, as nearly every solver does. */
    protected boolean endsAtAnEstimate() {
        return true;
    }

    /**
     * Returns whether a step between equal levels leaves the state as it is, as every solver does that neither adds noise
     * before a step nor corrects its last step in the next one.
     */
    protected boolean standsStillBetweenEqualLevels(Map<String, String> options) {
        return false;
    }

    final Stream<ReferenceCase> cases() {
        return goldens().stream().flatMap(resource -> GoldenFiles.cases(getClass(), resource).stream());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("cases")
    void followsTheReference(ReferenceCase expected) {
        assertThat(ReferenceRun.of(sampler(), expected).problems()).isEmpty();
    }

    final Stream<Arguments> convergence() {
        return orders().entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("convergence")
    void convergesWithItsOrder(Map<String, String> options, double order) {
        double std = 0.7;
        double from = 10;
        double to = 0.1;
        Latent start = unitNoise(7).times(from);
        GaussianMixture gaussian = GaussianMixture.single(std, mean(0.5));
        int steps = convergenceSteps(order);
        double[] errors = new double[2];
        for (int k = 0; k < errors.length; k++) {
            Latent end = sampler()
                    .sample(gaussian.denoiser(VE), start, geometric(from, to, steps << k), context(options, 1));
            // The flow of a Gaussian scales the distance to its mean by the ratio of the marginal deviations.
            double ratio = Math.hypot(std, to) / Math.hypot(std, from);
            for (int i = 0; i < SHAPE.elements(); i++) {
                double m = gaussian.means()[0][i];
                errors[k] = Math.max(errors[k], Math.abs(end.at(i) - (m + ratio * (start.at(i) - m))));
            }
        }
        assertThat(Math.log(errors[0] / errors[1]) / Math.log(2))
                .as("log2 of the errors %s at %d steps and %s at %d", errors[0], steps, errors[1], 2 * steps)
                .isCloseTo(order, within(0.2));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void callsTheDenoiserAsOftenAsItSays(Map<String, String> options) {
        for (int steps : new int[] {1, 2, 3, 4, 17}) {
            Workload workload = workload(options, ending(steps));
            assumeTrue(workload.exact());
            AtomicInteger calls = new AtomicInteger();
            Denoiser counting = (x, sigma) -> {
                calls.incrementAndGet();
                return MIXTURE.denoiser(VE).denoise(x, sigma);
            };
            RecordingContext context = context(options, 1);
            sampler().sample(counting, start(1), ending(steps), context);
            assertThat(calls).hasValue(workload.evaluations());
            assertThat(context.steps()).hasSize(workload.steps());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void reportsEachStepOnceAndReturnsTheLastState(Map<String, String> options) {
        SigmaSchedule sigmas = ending(6);
        RecordingContext context = context(options, 1);
        Latent end = sampler().sample(MIXTURE.denoiser(VE), start(1), sigmas, context);
        Workload workload = workload(options, sigmas);
        boolean oneReportALevel = workload.exact() && workload.steps() == sigmas.steps();
        for (int i = 0; i < context.steps().size(); i++) {
            RecordingContext.Step step = context.steps().get(i);
            assertThat(step.index()).isEqualTo(i);
            if (oneReportALevel) {
                assertThat(step.sigma()).isEqualTo(sigmas.at(i));
                assertThat(step.next()).isEqualTo(sigmas.target(i));
            }
        }
        assertThat(end).isEqualTo(last(context).x());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void isFiniteInVeryFewSteps(Map<String, String> options) {
        for (int steps = 1; steps <= 3; steps++) {
            assertThat(run(options, start(3), ending(steps), 3).countNonFinite())
                    .as("%d steps", steps)
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void aRepeatedLevelMovesNothingAndGivesNoNaN(Map<String, String> options) {
        RecordingContext context = context(options, 1);
        SigmaSchedule sigmas = SigmaSchedule.repeating(14.6, 6, 6, 2, 0.5, 0.5, 0);
        Latent end = sampler().sample(MIXTURE.denoiser(VE), start(1), sigmas, context);
        assertThat(end.countNonFinite()).isZero();
        assumeTrue(standsStillBetweenEqualLevels(options));
        for (int i : new int[] {1, 4}) {
            Latent before = context.steps().get(i - 1).x();
            Latent after = context.steps().get(i).x();
            assertThat(after.minus(before).absQuantile(1)).as("step %d", i).isLessThan(1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void endsAtSigmaZeroWithTheDenoisedValue(Map<String, String> options) {
        assumeTrue(endsAtAnEstimate());
        RecordingContext context = context(options, 1);
        Latent end = sampler().sample(MIXTURE.denoiser(VE), start(1), ending(8), context);
        Latent denoised = last(context).denoised();
        for (int i = 0; i < SHAPE.elements(); i++) {
            assertThat(end.at(i)).isCloseTo(denoised.at(i), within(1e-5f));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void runsOnARectifiedFlow(Map<String, String> options) {
        DiffusionProcess flow = DiffusionProcess.flow();
        assumeTrue(serves(flow, FLOW_LEVELS, options));
        RecordingContext context =
                new RecordingContext(Options.of(sampler().info().options(), options), flow, noise(1));
        Latent end = sampler().sample(MIXTURE.denoiser(flow), unitNoise(1), FLOW_LEVELS, context);
        assertThat(end.countNonFinite()).isZero();
        assertThat(end.absQuantile(1)).isBetween(0.01, 10.0);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void repeatsItselfAndChangesNoInput(Map<String, String> options) {
        Latent start = start(5);
        float[] before = start.toArray();
        SigmaSchedule sigmas = ending(7);
        Latent first = run(options, start, sigmas, 11);
        assertThat(run(options, start, sigmas, 11)).isEqualTo(first);
        assertThat(start.toArray()).containsExactly(before);
        assertThat(sigmas).isEqualTo(ending(7));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void aBatchEqualsItsPicturesAlone(Map<String, String> options) {
        // A solver that chooses its step size does so for the batch; the host gives it one picture at a time.
        assumeTrue(workload(options, ending(6)).exact());
        List<Latent> starts = List.of(start(1), start(2), start(3));
        List<Supplier<Latent>> noises = List.of(noise(21), noise(22), noise(23));
        RecordingContext context = new RecordingContext(
                Options.of(sampler().info().options(), options),
                VE,
                () -> Latent.stack(noises.stream().map(Supplier::get).toList()));
        Latent batch = sampler().sample(MIXTURE.denoiser(VE), Latent.stack(starts), ending(6), context);
        for (int k = 0; k < 3; k++) {
            assertThat(batch.image(k)).isEqualTo(run(options, starts.get(k), ending(6), 21 + k));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void stopsWhenAnyEvaluationIsCancelled(Map<String, String> options) {
        SigmaSchedule sigmas = ending(5);
        AtomicInteger all = new AtomicInteger();
        Denoiser counting = (x, sigma) -> {
            all.incrementAndGet();
            return MIXTURE.denoiser(VE).denoise(x, sigma);
        };
        sampler().sample(counting, start(1), sigmas, context(options, 1));
        for (int at = 0; at < all.get(); at++) {
            int cancelledCall = at;
            AtomicInteger calls = new AtomicInteger();
            CancelledException cancelled = new CancelledException();
            Denoiser denoiser = (x, sigma) -> {
                if (calls.getAndIncrement() == cancelledCall) {
                    throw cancelled;
                }
                return MIXTURE.denoiser(VE).denoise(x, sigma);
            };
            RecordingContext context = context(options, 1);
            assertThatThrownBy(() -> sampler().sample(denoiser, start(1), sigmas, context))
                    .isSameAs(cancelled);
            assertThat(calls).hasValue(cancelledCall + 1);
            assertThat(context.steps()).hasSizeLessThanOrEqualTo(cancelledCall);
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void oneObjectServesConcurrentRuns(Map<String, String> options) throws Exception {
        Sampler shared = sampler();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Latent>> runs = new ArrayList<>();
            for (int k = 0; k < 8; k++) {
                int seed = k;
                runs.add(threads.submit(() ->
                        shared.sample(MIXTURE.denoiser(VE), start(seed), ending(20 + seed), context(options, seed))));
            }
            for (int k = 0; k < 8; k++) {
                assertThat(runs.get(k).get()).isEqualTo(run(options, start(k), ending(20 + k), k));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void saysWhoItIs() {
        assertThat(sampler().info()).isEqualTo(sampler().info());
        assertThat(sampler().info().description()).isNotBlank();
        assertThat(sampler().info().source()).as("paper or program").isPresent();
        assertThat(sampler().info().names()).doesNotHaveDuplicates();
        for (Alias alias : sampler().info().aliases()) {
            assertThatCode(() -> Options.of(sampler().info().options(), alias.presets()))
                    .doesNotThrowAnyException();
        }
    }

    private Workload workload(Map<String, String> options, SigmaSchedule sigmas) {
        return sampler().workload(sigmas, Options.of(sampler().info().options(), options));
    }

    /** Returns whether the sampler takes a process; what it refuses it must refuse in words. */
    private boolean serves(DiffusionProcess process, SigmaSchedule sigmas, Map<String, String> options) {
        try {
            sampler()
                    .check(new Sampler.Setting(
                            process, true, sigmas, Options.of(sampler().info().options(), options)));
            return true;
        } catch (InvalidRequestException e) {
            assertThat(e).hasMessageContaining("expected").hasMessageContaining("found");
            return false;
        }
    }

    private static RecordingContext.Step last(RecordingContext context) {
        return context.steps().get(context.steps().size() - 1);
    }

    private Latent run(Map<String, String> options, Latent start, SigmaSchedule sigmas, long seed) {
        return sampler().sample(MIXTURE.denoiser(VE), start, sigmas, context(options, seed));
    }

    private RecordingContext context(Map<String, String> options, long seed) {
        return new RecordingContext(Options.of(sampler().info().options(), options), VE, noise(seed));
    }

    private static Supplier<Latent> noise(long seed) {
        Random random = new Random(seed);
        return () -> Latent.generate(SHAPE, i -> (float) random.nextGaussian());
    }

    private static Latent unitNoise(long seed) {
        return noise(1000 + seed).get();
    }

    private static Latent start(long seed) {
        return unitNoise(seed).times(ending(1).at(0));
    }

    /** Levels evenly spaced in log sigma. */
    private static SigmaSchedule geometric(double from, double to, int steps) {
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i <= steps; i++) {
            sigmas[i] = from * Math.pow(to / from, (double) i / steps);
        }
        return SigmaSchedule.of(sigmas);
    }

    /** Levels of n steps from 14.6, the last of them 0. */
    private static SigmaSchedule ending(int steps) {
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = 14.6 * Math.pow(0.03 / 14.6, (double) i / steps);
        }
        return SigmaSchedule.of(sigmas);
    }

    private static double[] mean(double scale) {
        double[] mean = new double[SHAPE.elements()];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = scale * Math.cos(i);
        }
        return mean;
    }
}
