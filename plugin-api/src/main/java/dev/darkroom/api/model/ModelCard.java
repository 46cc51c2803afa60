package dev.darkroom.api.model;

import dev.darkroom.api.sampling.PredictionType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a loader learned of a model folder without loading it.
 *
 * @param id the name users select it by; the folder's name
 * @param folder the absolute folder
 * @param loader the id of the loader that recognised it
 * @param pipeline the pipeline class the folder states, or a short description of the layout
 * @param width native picture width in pixels
 * @param height native picture height in pixels
 * @param channels channels of the space that is denoised: 4 or more for latents, 3 for pixels
 * @param factor pixels a latent cell is wide; 1 for pixel-space models
 * @param prediction what the network predicts
 * @param distilled whether the model was distilled to need few steps and no guidance (LCM, Turbo)
 * @param maxTokens tokens of a prompt the text encoder sees, special tokens included
 * @param weights the weights the folder holds; never empty
 * @param precisions the precisions the folder holds; never empty
 * @param defaults suggested option values by option name ({@code steps}, {@code cfg-scale}, {@code sampler}, {@code
 *     schedule}); may be empty
 * @param measures what its maker measured of the sound model, finite, for comparisons with what is found later: {@link
 *     #DECODER_LOSS}, {@link #LATENT_SLOPE}, {@link #LATENT_DEVIATION}, {@link #DENOISING_ERROR}, {@link #FINE_ERROR}, {@link
 *     #CAPTIONED_ERROR}; may be empty
 */
public record ModelCard(
        String id,
        Path folder,
        String loader,
        String pipeline,
        int width,
        int height,
        int channels,
        int factor,
        PredictionType prediction,
        boolean distilled,
        int maxTokens,
        Set<Weights> weights,
        Set<Precision> precisions,
        Map<String, String> defaults,
        Map<String, Double> measures) {

    /**
     * How far pictures that are encoded, decoded and encoded again come back from their latent: root mean square over the
     * latent's deviation, mean over pictures.
     */
    public static final String DECODER_LOSS = "decoder-loss";

    /** The slope of truth on estimate at high noise, 1 for a calibrated denoiser. */
    public static final String LATENT_SLOPE = "latent-slope";

    /**
     * The error with which the averaged weights in FP32 denoise the pictures that come with the model, without captions, at noise
     * levels 2 and 5: root mean square over the latent's, mean over levels and pictures.
     */
    public static final String DENOISING_ERROR = "denoising-error";

    /** The same at noise level 0.3, where details are made. */
    public static final String FINE_ERROR = "fine-error";

    /** As {@link #DENOISING_ERROR}, with the captions of the pictures. */
    public static final String CAPTIONED_ERROR = "captioned-error";

    /** The standard deviation of the pictures that come with the model, encoded and scaled: root mean square over them. */
    public static final String LATENT_DEVIATION = "latent-deviation";

    /** A card of a model of which nothing was measured. */
    public ModelCard(
            String id,
            Path folder,
            String loader,
            String pipeline,
            int width,
            int height,
            int channels,
            int factor,
            PredictionType prediction,
            boolean distilled,
            int maxTokens,
            Set<Weights> weights,
            Set<Precision> precisions,
            Map<String, String> defaults) {
        this(
                id,
                folder,
                loader,
                pipeline,
                width,
                height,
                channels,
                factor,
                prediction,
                distilled,
                maxTokens,
                weights,
                precisions,
                defaults,
                Map.of());
    }

    /** Checks the sizes and copies the collections. */
    public ModelCard {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(prediction, "prediction");
        if (width < 1 || height < 1 || channels < 1 || factor < 1) {
            throw new IllegalArgumentException("model " + id + ": expected positive sizes, found " + width + "x"
                    + height + ", " + channels + " channels, factor " + factor);
        }
        weights = Set.copyOf(weights);
        precisions = Set.copyOf(precisions);
        defaults = Map.copyOf(defaults);
        measures = Map.copyOf(measures);
    }
}
