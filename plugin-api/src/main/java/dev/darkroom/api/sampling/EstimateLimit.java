package dev.darkroom.api.sampling;

import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;

/**
 * What diffusers' schedulers may do to an estimate of x0 before a step uses it: clip it to a fixed range, or to a range
 * that follows its values (dynamic thresholding, Saharia et al. 2022, section 2.3). Both are meant for models that work on
 * pixels; latents have no fixed range.
 *
 * @param clip whether to clip to {@code [-range, range]}
 * @param range the limit of clipping, above 0
 * @param threshold whether to use dynamic thresholding, which wins over clipping
 * @param ratio the quantile of the absolute values, in [0,1], picture by picture
 * @param max the largest threshold, from 1 up
 */
public record EstimateLimit(boolean clip, double range, boolean threshold, double ratio, double max) {

    private static final OptionSpec CLIP =
            OptionSpec.flag("clip_sample", false, "Clip each estimate of x0 to clip_sample_range; for pixel models.");
    private static final OptionSpec RANGE =
            OptionSpec.number("clip_sample_range", 1, 1e-3, 1e6, "The limit of clip_sample.");
    private static final OptionSpec THRESHOLD =
            OptionSpec.flag("thresholding", false, "Dynamic thresholding of each estimate of x0; for pixel models.");
    private static final OptionSpec RATIO = OptionSpec.number(
            "dynamic_thresholding_ratio", 0.995, 0, 1, "The quantile that dynamic thresholding scales to 1.");
    private static final OptionSpec MAX =
            OptionSpec.number("sample_max_value", 1, 1, 1e6, "The largest threshold of dynamic thresholding.");

    /** Returns the options a sampler declares to offer the limits, under their names in diffusers. */
    public static OptionSpec[] options() {
        return new OptionSpec[] {CLIP, RANGE, THRESHOLD, RATIO, MAX};
    }

    /** Reads the limits from the options of a sampler that declares {@link #options()}. */
    public static EstimateLimit of(Options options) {
        return new EstimateLimit(
                options.flag(CLIP.name()),
                options.number(RANGE.name()),
                options.flag(THRESHOLD.name()),
                options.number(RATIO.name()),
                options.number(MAX.name()));
    }

    /**
     * Applies the limits.
     *
     * @param x0 an estimate, {@code [n,c,h,w]}
     * @return the limited estimate; {@code x0} itself if neither limit is on
     */
    public Latent apply(Latent x0) {
        if (threshold) {
            return Latent.batch(x0.shape().n(), k -> {
                Latent picture = x0.image(k);
                double s = Math.min(Math.max(picture.absQuantile(ratio), 1), max);
                return picture.clamp(-s, s).times(1 / s);
            });
        }
        return clip ? x0.clamp(-range, range) : x0;
    }
}
