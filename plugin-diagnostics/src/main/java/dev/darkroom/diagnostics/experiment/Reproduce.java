package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Reproduction;
import dev.darkroom.api.diagnosis.Reproduction.Kind;
import dev.darkroom.api.picture.Fidelity;
import dev.darkroom.api.picture.Picture;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.pf4j.Extension;

/** The first experiment: was the picture in question made again, and how exactly? Changes nothing. */
@Extension
public final class Reproduce extends ModelLint {

    /** In dB; rounding of another device or precision stays above it, another picture does not. */
    private static final double CLOSE = 30;

    /** Without it nothing that is found is of the picture in question, though it may still be of its settings. */
    private static final double SHARE = 0.1;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("reproduction", "Reproduction", "Makes the picture again from its own parameters.");
    }

    @Override
    public String factor() {
        return "nothing";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.MADE_OTHERWISE);
    }

    @Override
    public double promise(Case subject) {
        return 1;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        return subject.question().original().isPresent()
                ? Optional.empty()
                : Optional.of("there was no picture to compare with");
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        Reproduction made =
                compare(subject.question().original(), subject.shot().result().picture());
        Evidence evidence = Evidence.of(
                Causes.MADE_OTHERWISE,
                switch (made.kind()) {
                    case IDENTICAL -> Bearing.EXCLUDES;
                    case CLOSE, NO_ORIGINAL -> Bearing.DOUBTS;
                    case DIFFERENT -> Bearing.SUGGESTS;
                },
                made.kind() == Kind.DIFFERENT ? SHARE : 0,
                "made again: " + made.explanation());
        return List.of(
                // A picture of no numbers is no decibels from anything.
                made.psnr().isPresent() && Double.isFinite(made.psnr().getAsDouble())
                        ? evidence.withMeasures(Map.of("psnr", made.psnr().getAsDouble()))
                        : evidence);
    }

    /**
     * Compares.
     *
     * @param found the picture as it was found; empty if only its parameters are known
     * @param again the picture as it was made again
     */
    public static Reproduction compare(Optional<Picture> found, Picture again) {
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
