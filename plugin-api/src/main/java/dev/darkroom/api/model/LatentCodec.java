package dev.darkroom.api.model;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;

/**
 * The part between pictures and the space that is denoised. For pixel-space models it only maps ranges. One call at a
 * time.
 */
public interface LatentCodec {

    /** Returns the number of channels of the denoised space. */
    int channels();

    /** Returns how many pixels a latent cell is wide; widths and heights must be multiples of it. */
    int factor();

    /**
     * Decodes one picture.
     *
     * @param latent {@code [1,c,h,w]}, at the scale the network works at
     * @param cancellation ends the call early
     * @return the picture; values are not clamped and may be non-finite
     */
    Picture decode(Latent latent, Cancellation cancellation);

    /**
     * Encodes one picture; the mean, where the encoder gives a distribution.
     *
     * @param picture width and height multiples of {@link #factor()}
     * @param cancellation ends the call early
     * @return {@code [1,c,h,w]}, at the scale the network works at
     */
    Latent encode(Picture picture, Cancellation cancellation);
}
