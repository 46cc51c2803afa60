package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.NonFiniteException;
import dev.darkroom.diagnostics.experiment.KnownPictures.Known;
import dev.darkroom.diagnostics.verdict.Choice;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Denoising of known pictures: noise of a known level is added and the network asked once. The error is the very loss that
 * the network was trained on (Ho et al. 2020, arXiv:2006.11239, equation 14, as an error of x0), so that a network told the
 * truth about its process, its latents' scale, its prompts and its weights does better than one told anything else. No
 * sampler takes part and no picture is made.
 */
final class SelfTest {

    private static final String MEASURE = "log of the denoising error of known pictures";

    private final KnownPictures pictures;
    private final Laboratory laboratory;
    private final double[] sigmas;

    /**
     * A test at some noise levels.
     *
     * @param sigmas levels in units of the data's standard deviation
     */
    SelfTest(KnownPictures pictures, Laboratory laboratory, double... sigmas) {
        this.pictures = pictures;
        this.laboratory = laboratory;
        this.sigmas = sigmas.clone();
    }

    /**
     * What the network made of one picture.
     *
     * @param error root mean square error of x0 over the picture's own, mean over the levels; infinity if not finite
     * @param slope of the least squares line of the truth on the estimate: 1 for a calibrated denoiser, for which {@code
     *     E[x0 | x]} is the estimate; the factor by which the latents are too large for the network
     */
    record Score(double error, double slope) {}

    /** Tests every picture with a changed request. */
    List<Score> run(UnaryOperator<GenerationRequest> change) {
        List<Score> scores = new ArrayList<>();
        for (int k = 0; k < pictures.known().size(); k++) {
            scores.add(score(pictures.known().get(k), change, k));
        }
        return scores;
    }

    private Score score(Known known, UnaryOperator<GenerationRequest> change, int number) {
        GenerationRequest request = change.apply(known.request());
        Latent truth = known.latent();
        double error = 0;
        double cross = 0;
        double own = 0;
        try {
            for (double sigma : sigmas) {
                Latent estimate = laboratory
                        .bench()
                        .denoise(
                                request,
                                truth.plus(sigma, noise(truth, number, sigma)),
                                sigma,
                                laboratory.cancellation())
                        .denoised();
                error += estimate.minus(truth).rms() / truth.rms() / sigmas.length;
                cross += estimate.dot(truth);
                own += estimate.dot(estimate);
            }
        } catch (NonFiniteException e) {
            return new Score(Double.POSITIVE_INFINITY, 1);
        }
        return new Score(error, own > 0 ? cross / own : Double.POSITIVE_INFINITY);
    }

    /** The same for every request, so that two are told apart by nothing else. */
    private static Latent noise(Latent like, int number, double sigma) {
        Random random = new Random(7919L * number + Double.hashCode(sigma));
        return Latent.generate(like.shape(), i -> (float) random.nextGaussian());
    }

    /**
     * Compares two runs, picture by picture.
     *
     * @param margin the largest ratio of errors that does not matter, above 1
     * @return the effect on the logarithm of the error: below 0 where the change denoises better
     */
    PairedEffect compare(List<Score> base, List<Score> changed, double margin) {
        Pairs pairs = new Pairs(MEASURE, Math.log(margin));
        for (double delta : deltas(base, changed)) {
            pairs.add("", delta);
        }
        return pairs.effect();
    }

    /**
     * Compares several changes with one run, and takes the best.
     *
     * @param margin the largest ratio of errors that does not matter, above 1
     * @return the choice among the changes, in their order; its effect is on the logarithm of the error
     */
    static Choice choose(List<Score> base, List<List<Score>> changed, double margin) {
        return Choice.of(
                MEASURE,
                Math.log(margin),
                changed.stream().map(each -> deltas(base, each)).toList());
    }

    private static double[] deltas(List<Score> base, List<Score> changed) {
        double[] deltas = new double[base.size()];
        Arrays.setAll(
                deltas,
                k -> Math.log(
                        finite(changed.get(k).error()) / finite(base.get(k).error())));
        return deltas;
    }

    private static double finite(double error) {
        return Math.min(1e6, Math.max(1e-6, error));
    }

    /** Returns the mean error. */
    static double error(List<Score> scores) {
        return scores.stream()
                .mapToDouble(score -> finite(score.error()))
                .average()
                .orElseThrow();
    }
}
