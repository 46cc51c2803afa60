package dev.darkroom.diagnostics.plan;

import dev.darkroom.api.diagnosis.Reproduction;
import dev.darkroom.api.diagnosis.Reproduction.Kind;
import dev.darkroom.api.picture.Fidelity;
import dev.darkroom.api.picture.Picture;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The first experiment: was the picture in question made again, and how exactly? Changes nothing. */
final class Reproducing {

    /** In dB; rounding of another device or precision stays above it, another picture does not. */
    private static final double CLOSE = 30;

    private Reproducing() {}

    /**
     * Compares.
     *
     * @param found the picture as it was found; empty if only its parameters are known
     * @param again the picture as it was made again
     */
    static Reproduction compare(Optional<Picture> found, Picture again) {
        if (found.isEmpty()) {
            return new Reproduction(Kind.NO_ORIGINAL, OptionalDouble.empty(), "there was no picture to compare with");
        }
        Picture original = found.get();
        if (original.width() != again.width() || original.height() != again.height()) {
            return new Reproduction(
                    Kind.DIFFERENT,
                    OptionalDouble.empty(),
                    "the picture is " + original.width() + "x" + original.height() + ", made again it is "
                            + again.width() + "x" + again.height() + ": another size, upscaled or cropped");
        }
        if (Arrays.equals(original.toRgb(), again.toRgb())) {
            return new Reproduction(Kind.IDENTICAL, OptionalDouble.empty(), "every pixel is the same");
        }
        double psnr = Fidelity.psnr(again, original);
        boolean close = psnr >= CLOSE;
        return new Reproduction(
                close ? Kind.CLOSE : Kind.DIFFERENT,
                OptionalDouble.of(psnr),
                String.format(Locale.ROOT, "%.1f dB from the original: ", psnr)
                        + (close
                                ? "another device, precision or version rounds differently"
                                : "another model, noise source or an option that its metadata does not hold"));
    }
}
