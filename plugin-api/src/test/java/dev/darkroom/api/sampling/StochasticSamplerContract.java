package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.reference.GaussianMixture;
import dev.darkroom.api.testing.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@link Sampler} that adds noise must do besides {@link SamplerContract}.
 *
 * <p>Through a linear denoiser a run is a linear function of its initial noise and of every draw. An impulse in place of one of
 * them and zeros in place of the others give its coefficient, and the coefficients give the variance of every state, exactly and
 * without Monte Carlo.
 */
public abstract class StochasticSamplerContract extends SamplerContract {

    private static final Shape SHAPE = new Shape(1, 4, 2, 2);
    private static final DiffusionProcess VE = Processes.STABLE_DIFFUSION;

    /**
     * Returns the sets of options under which the sampler adds noise of the variance that theory asks for (no {@code s_noise}
     * but 1).
     */
    protected abstract List<Map<String, String>> stochastic();

    /**
     * Returns whether small steps lead to the distribution of the data. Samplers of consistency models take the estimate of x0
     * for a sample, which the estimate of an ordinary model is not, however small the steps.
     */
    protected boolean convergesToTheData() {
        return true;
    }

    /**
     * If all data are one point, the state at level sigma is that point plus noise of deviation sigma, and any consistent
     * solver keeps it so whatever its step size.
     */
    @ParameterizedTest
    @MethodSource("stochastic")
    void keepsTheVarianceOfAPointMass(Map<String, String> options) {
        SigmaSchedule sigmas = SigmaSchedule.of(14.6, 9, 4.2, 2, 0.8, 0.3, 0.1);
        List<Double> variances = variances(options, sigmas, 1e-6);
        assertThat(variances).isNotEmpty();
        List<Double> levels = levels(options, sigmas);
        for (int i = 0; i < variances.size(); i++) {
            assertThat(Math.sqrt(variances.get(i)))
                    .as("deviation after step %d, at sigma %s", i, levels.get(i))
                    .isCloseTo(levels.get(i), within(1e-4 * levels.get(i)));
        }
    }

    /** For Gaussian data of deviation s the state at level sigma has variance {@code s^2 + sigma^2}. */
    @ParameterizedTest
    @MethodSource("stochastic")
    void convergesToTheVarianceOfGaussianData(Map<String, String> options) {
        assumeTrue(convergesToTheData());
        double s = 0.7;
        double[] errors = new double[2];
        for (int k = 0; k < 2; k++) {
            int steps = 24 << k;
            double[] sigmas = new double[steps + 1];
            for (int i = 0; i <= steps; i++) {
                sigmas[i] = 10 * Math.pow(0.1 / 10, (double) i / steps);
            }
            List<Double> variances = variances(options, SigmaSchedule.of(sigmas), s);
            errors[k] = Math.abs(Math.sqrt(variances.get(variances.size() - 1)) - Math.hypot(s, 0.1));
        }
        assertThat(errors[1])
                .as("error of the deviation at 48 steps, after %s at 24", errors[0])
                .isLessThan(Math.max(0.6 * errors[0], 1e-5));
    }

    private List<Double> levels(Map<String, String> options, SigmaSchedule sigmas) {
        Impulse context = new Impulse(options(options), -1);
        sampler().sample(denoiser(1), Latent.zeros(SHAPE), sigmas, context);
        return context.levels;
    }

    /** Returns the variance of the state after each step, for data of mean 0 and deviation s. */
    private List<Double> variances(Map<String, String> options, SigmaSchedule sigmas, double s) {
        double first = Math.hypot(s, sigmas.at(0));
        Impulse ofStart = new Impulse(options(options), -1);
        sampler().sample(denoiser(s), Latent.generate(SHAPE, i -> (float) first), sigmas, ofStart);
        List<Impulse> ofDraws = new ArrayList<>();
        for (int draw = 0; draw < ofStart.draws.size(); draw++) {
            Impulse impulse = new Impulse(options(options), draw);
            sampler().sample(denoiser(s), Latent.zeros(SHAPE), sigmas, impulse);
            ofDraws.add(impulse);
        }
        List<Double> variances = new ArrayList<>();
        for (int i = 0; i < ofStart.states.size(); i++) {
            double variance = Math.pow(ofStart.states.get(i), 2);
            for (int j = 0; j < ofDraws.size(); j++) {
                for (int k = 0; k < ofDraws.size(); k++) {
                    variance += ofDraws.get(j).states.get(i)
                            * ofDraws.get(k).states.get(i)
                            * covariance(ofStart.draws, j, k);
                }
            }
            variances.add(variance);
        }
        return variances;
    }

    /** Independent draws do not covary; increments of one path do by the part of their intervals that overlaps. */
    private static double covariance(List<Draw> draws, int j, int k) {
        if (j == k) {
            return 1;
        }
        Draw a = draws.get(j);
        Draw b = draws.get(k);
        if (!a.ofPath || !b.ofPath) {
            return 0;
        }
        double overlap = Math.min(a.high, b.high) - Math.max(a.low, b.low);
        return overlap <= 0 ? 0 : overlap / Math.sqrt((a.high - a.low) * (b.high - b.low));
    }

    private Options options(Map<String, String> given) {
        return Options.of(sampler().info().options(), given);
    }

    private static Denoiser denoiser(double s) {
        return GaussianMixture.single(s, new double[16]).denoiser(VE);
    }

    private record Draw(boolean ofPath, double low, double high) {}

    /** Answers one draw with ones and every other with zeros. */
    private static final class Impulse implements SamplerContext {

        private final Options options;
        private final int impulse;
        private final List<Draw> draws = new ArrayList<>();
        private final List<Double> states = new ArrayList<>();
        private final List<Double> levels = new ArrayList<>();

        Impulse(Options options, int impulse) {
            this.options = options;
            this.impulse = impulse;
        }

        @Override
        public Options options() {
            return options;
        }

        @Override
        public DiffusionProcess process() {
            return VE;
        }

        @Override
        public Latent noise(double sigma, double next) {
            return draw(new Draw(false, 0, 0));
        }

        @Override
        public Latent brownian(double sigma, double next) {
            return draw(new Draw(true, Math.min(sigma, next), Math.max(sigma, next)));
        }

        private Latent draw(Draw draw) {
            draws.add(draw);
            return draws.size() - 1 == impulse ? Latent.generate(SHAPE, i -> 1) : Latent.zeros(SHAPE);
        }

        @Override
        public void step(
                int index, double sigma, double next, Latent x, Latent denoised, OptionalDouble embeddedError) {
            states.add((double) x.at(0));
            levels.add(next);
        }
    }
}
