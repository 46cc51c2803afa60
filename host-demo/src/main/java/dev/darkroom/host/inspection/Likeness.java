package dev.darkroom.host.inspection;

import dev.darkroom.api.picture.Fidelity;
import dev.darkroom.api.picture.Picture;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How alike two pictures of one size are.
 *
 * @param psnr peak signal-to-noise ratio in dB over the three channels; infinite if every pixel is the same
 * @param ssim mean structural similarity of the three channels, at most 1; empty below 11x11 pixels
 * @param mean mean absolute difference of the channels, in [0,1]
 * @param largest largest absolute difference of any channel, in [0,1]
 */
public record Likeness(double psnr, OptionalDouble ssim, double mean, double largest) {

    private static final int WINDOW = 11;

    /** Checks that nothing is null. */
    public Likeness {
        Objects.requireNonNull(ssim, "ssim");
    }

    /** Compares pictures read from files, whose values are in [0,1]. */
    static Likeness of(Picture reference, Picture other) {
        int values = 3 * reference.width() * reference.height();
        double sum = 0;
        double largest = 0;
        for (int i = 0; i < values; i++) {
            double difference = Math.abs((double) reference.at(i) - other.at(i));
            sum += difference;
            largest = Math.max(largest, difference);
        }
        boolean windowFits = Math.min(reference.width(), reference.height()) >= WINDOW;
        return new Likeness(
                Fidelity.psnr(other, reference),
                windowFits ? OptionalDouble.of(Fidelity.ssim(other, reference)) : OptionalDouble.empty(),
                sum / values,
                largest);
    }

    /** Returns whether every pixel is the same. */
    public boolean identical() {
        return largest == 0;
    }
}
