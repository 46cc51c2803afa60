package dev.darkroom.api.model;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.runtime.Cancellation;
import java.util.List;

/** The network that is sampled from, raw: no scaling, no guidance, no conversion. One call at a time. */
@FunctionalInterface
public interface NoisePredictor {

    /**
     * Evaluates the network on a batch.
     *
     * @param input the scaled state, {@code [n,c,h,w]}
     * @param timestep the training timestep, may be fractional
     * @param prompts one embedding a row, {@code n} of them
     * @param cancellation ends the call early
     * @return the network's output, {@code [n,c,h,w]}; what it means is {@link
     *     dev.darkroom.api.sampling.DiffusionProcess#prediction()}
     */
    Latent predict(Latent input, double timestep, List<PromptEmbedding> prompts, Cancellation cancellation);
}
