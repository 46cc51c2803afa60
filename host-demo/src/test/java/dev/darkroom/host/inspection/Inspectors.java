package dev.darkroom.host.inspection;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.inspection.StyleClassifier;
import dev.darkroom.api.picture.HeatMap;
import dev.darkroom.api.picture.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import javax.imageio.ImageIO;

/** Inspectors whose opinions a test can foresee, and pictures to show them. */
public final class Inspectors {

    private Inspectors() {}

    /** An inspector that is a function. */
    public record Plain(String id, Function<Inspection, Inspected> eye) implements PostCheck {
        @Override
        public ExtensionInfo info() {
            return ExtensionInfo.of(id, id, "Sees what it is told to.")
                    .option(OptionSpec.number("warn", 0.5, 0, 1, "The score from which it warns."));
        }

        @Override
        public Inspected inspect(Inspection inspection, Options options) {
            return eye.apply(inspection);
        }
    }

    /** The redder the top left pixel the more noise; warns from a half on, with a map that glows at the left. */
    public static PostCheck red() {
        return new Plain("red", inspection -> {
            double score = inspection.picture().at(0, 0, 0);
            if (score < 0.5) {
                return Inspected.of(Symptom.NOISE, score);
            }
            Severity severity = score < 0.99 ? Severity.WARN : Severity.SEVERE;
            return Inspected.of(Finding.of("red", Symptom.NOISE, score, severity, "it is red", Map.of("red", score))
                    .withHeatMap(HeatMap.of(2, 1, new float[] {1, 0})));
        });
    }

    /** A classifier that says flat. */
    public static StyleClassifier flat() {
        return new StyleClassifier() {
            @Override
            public ExtensionInfo info() {
                return ExtensionInfo.of("flat", "Flat", "Says flat.");
            }

            @Override
            public Style classify(Inspection inspection) {
                return Style.FLAT;
            }
        };
    }

    /** Writes an 8 x 4 picture of one colour, in the format of the name's extension. */
    public static Path picture(Path file, int red) {
        try {
            java.awt.image.BufferedImage image = new java.awt.image.BufferedImage(8, 4, 1);
            for (int i = 0; i < 32; i++) {
                image.setRGB(i % 8, i / 8, red << 16 | 0x4040);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            String name = file.getFileName().toString();
            ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), out);
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.write(file, out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
