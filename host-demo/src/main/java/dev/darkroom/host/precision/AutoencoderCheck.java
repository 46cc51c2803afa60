package dev.darkroom.host.precision;

import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.picture.Fidelity;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.picture.Resampling;
import dev.darkroom.api.runtime.Cancellation;

/** What an autoencoder makes of a picture that is not its own. */
public final class AutoencoderCheck {

    /** The gradient energy below which a picture is one colour, but for the rounding of its resizing. */
    private static final double EVEN = 1e-9;

    private AutoencoderCheck() {}

    /**
     * What is lost on the way through the latent space.
     *
     * @param psnr dB
     * @param ssim at most 1
     * @param shift the mean difference of red, green and blue, in [-1,1]
     * @param blur the share of the gradient energy that is gone; negative where there is more than before, NaN of a picture
     *     that has none
     * @param nonFinite values of the decoded picture that are NaN or infinite
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Loss(double psnr, double ssim, double[] shift, double blur, int nonFinite) {}

    /** Encodes and decodes a picture, fitted to a size. */
    public static Loss of(
            ModelBench bench,
            GenerationRequest request,
            Picture original,
            int width,
            int height,
            Cancellation cancellation) {
        Picture picture = fitted(original, width, height);
        Picture back = bench.decode(request, bench.encode(request, picture, cancellation), cancellation);
        double before = gradientEnergy(picture);
        double[] shift = new double[3];
        for (int channel = 0; channel < 3; channel++) {
            shift[channel] = mean(back.plane(channel)) - mean(picture.plane(channel));
        }
        return new Loss(
                Fidelity.psnr(back, picture),
                Fidelity.ssim(back, picture),
                shift,
                before > EVEN ? 1 - gradientEnergy(back) / before : Double.NaN,
                back.countNonFinite());
    }

    /** Cuts the middle out at the wanted proportions, then resizes. */
    private static Picture fitted(Picture picture, int width, int height) {
        double scale = Math.min((double) picture.width() / width, (double) picture.height() / height);
        int w = Math.max(1, (int) (width * scale));
        int h = Math.max(1, (int) (height * scale));
        int left = (picture.width() - w) / 2;
        int top = (picture.height() - h) / 2;
        float[] planes = new float[3 * w * h];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = picture.at(i / (w * h), left + i % w, top + i / w % h);
        }
        return Picture.of(width, height, Resampling.resize(Picture.of(w, h, planes), width, height));
    }

    private static double mean(float[] plane) {
        double sum = 0;
        for (float value : plane) {
            sum += value;
        }
        return sum / plane.length;
    }

    /** The mean square of the differences between neighbours: blur takes it away before anything else. */
    private static double gradientEnergy(Picture picture) {
        double sum = 0;
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 1; y < picture.height(); y++) {
                for (int x = 1; x < picture.width(); x++) {
                    double here = picture.at(channel, x, y);
                    double across = here - picture.at(channel, x - 1, y);
                    double down = here - picture.at(channel, x, y - 1);
                    sum += across * across + down * down;
                }
            }
        }
        return sum / (3.0 * picture.width() * picture.height());
    }
}
