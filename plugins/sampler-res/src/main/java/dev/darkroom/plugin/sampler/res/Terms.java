package dev.darkroom.plugin.sampler.res;

import dev.darkroom.api.latent.Latent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A weighted sum that is added up in one pass over the latents that count. */
final class Terms {

    private final List<Double> weights = new ArrayList<>();
    private final List<Latent> latents = new ArrayList<>();

    /** Adds {@code weight latent}; a weight of 0 adds nothing. */
    Terms add(double weight, @Nullable Latent latent) {
        if (weight != 0 && latent != null) {
            weights.add(weight);
            latents.add(latent);
        }
        return this;
    }

    Latent sum() {
        return Latent.sum(weights.stream().mapToDouble(Double::doubleValue).toArray(), latents);
    }
}
