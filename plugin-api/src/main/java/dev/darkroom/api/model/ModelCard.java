package dev.darkroom.api.model;

import dev.darkroom.api.sampling.PredictionType;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a loader learned of a model folder without loading it. Build one with {@link #of(String, Path)}.
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

    /**
     * Starts a card. What is not said is as in Stable Diffusion: the network predicts the noise of latents with 4 channels, an
     * eighth as wide as the picture, from 77 tokens; the folder holds averaged weights in FP32.
     *
     * @param id the name users select it by
     * @param folder the absolute folder
     * @return a builder, which wants a size
     */
    public static Builder of(String id, Path folder) {
        return new Builder(id, folder);
    }

    /** Collects what is known; {@link #build()} checks it. */
    public static final class Builder {

        private final String id;
        private final Path folder;
        private String loader = "";
        private String pipeline = "";
        private int width;
        private int height;
        private int channels = 4;
        private int factor = 8;
        private PredictionType prediction = PredictionType.EPSILON;
        private boolean distilled;
        private int maxTokens = 77;
        private Set<Weights> weights = Set.of(Weights.EMA);
        private Set<Precision> precisions = Set.of(Precision.FP32);
        private Map<String, String> defaults = Map.of();
        private Map<String, Double> measures = Map.of();

        private Builder(String id, Path folder) {
            this.id = id;
            this.folder = folder;
        }

        /** Sets the id of the loader that recognised the folder. */
        public Builder loader(String value) {
            loader = value;
            return this;
        }

        /** Sets the pipeline class, or a short description of the layout. */
        public Builder pipeline(String value) {
            pipeline = value;
            return this;
        }

        /** Sets the native width and height of pictures in pixels. */
        public Builder size(int newWidth, int newHeight) {
            width = newWidth;
            height = newHeight;
            return this;
        }

        /** Sets the space that is denoised: its channels, and how many pixels a cell of it is wide. */
        public Builder latent(int newChannels, int newFactor) {
            channels = newChannels;
            factor = newFactor;
            return this;
        }

        /** Sets what the network predicts. */
        public Builder prediction(PredictionType value) {
            prediction = value;
            return this;
        }

        /** Sets whether the model was distilled to need few steps and no guidance. */
        public Builder distilled(boolean value) {
            distilled = value;
            return this;
        }

        /** Sets how many tokens of a prompt the text encoder sees. */
        public Builder maxTokens(int value) {
            maxTokens = value;
            return this;
        }

        /** Sets the weights that the folder holds. */
        public Builder weights(Weights... values) {
            weights = Set.of(values);
            return this;
        }

        /** Sets the precisions that the folder holds. */
        public Builder precisions(Precision... values) {
            precisions = Set.of(values);
            return this;
        }

        /** Sets suggested option values by option name. */
        public Builder defaults(Map<String, String> values) {
            defaults = values;
            return this;
        }

        /** Sets what its maker measured of the sound model. */
        public Builder measures(Map<String, Double> values) {
            measures = values;
            return this;
        }

        /**
         * Returns the card.
         *
         * @throws IllegalArgumentException if the size is missing or another is not positive
         */
        public ModelCard build() {
            return new ModelCard(
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
                    measures);
        }
    }
}
