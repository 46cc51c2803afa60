package dev.darkroom.plugin.sampler.dpmppsde;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.SamplerContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The noise that one step of SEEDS gathers on its way through its stages, each draw with its weight relative to sigma. */
final class StageNoise {

    private final ReverseSde sde;
    private final SamplerContext context;
    private final List<Latent> draws = new ArrayList<>();
    private double[] weights = {};

    StageNoise(ReverseSde sde, SamplerContext context) {
        this.sde = sde;
        this.context = context;
    }

    /** Goes on by h in lambda: earlier noise fades, and fresh noise takes its place. */
    void advance(double sigma, double next, double h) {
        double fresh = sde.fresh(h);
        if (fresh > 0) {
            weights = Arrays.copyOf(weights, weights.length + 1);
            for (int i = 0; i < draws.size(); i++) {
                weights[i] *= sde.left(h);
            }
            weights[draws.size()] = fresh;
            draws.add(context.noise(sigma, next));
        }
    }

    /** Returns a weighted sum to which the noise so far is added at level sigma. */
    Latent add(double sigma, double[] ofTerms, List<Latent> terms) {
        double[] all = Arrays.copyOf(ofTerms, ofTerms.length + weights.length);
        for (int i = 0; i < weights.length; i++) {
            all[ofTerms.length + i] = sigma * weights[i];
        }
        List<Latent> summed = new ArrayList<>(terms);
        summed.addAll(draws);
        return Latent.sum(all, summed);
    }
}
