package dev.darkroom.host.inspection;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.generation.ModelBench.Sample;
import dev.darkroom.host.image.decode.PictureSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The real pictures a model folder brings: {@code samples/NAME.png}, each with its caption in {@code NAME.txt}. */
public final class ModelSamples {

    /** More than a lint of a model needs. */
    private static final int MOST = 64;

    private static final long MOST_PIXELS = 1L << 22;
    private static final int LONGEST_CAPTION = 10_000;

    private ModelSamples() {}

    /**
     * Reads the samples of a model folder.
     *
     * @param model the model folder
     * @return by file name; empty if it brings none
     * @throws DarkroomException if a file cannot be read
     */
    public static List<Sample> of(Path model) {
        Path folder = model.resolve("samples");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Sample> samples = new ArrayList<>();
            for (Path file : files.filter(each -> each.toString().endsWith(".png"))
                    .sorted()
                    .limit(MOST)
                    .toList()) {
                try (PictureSource source = PictureSource.open(file, MOST_PIXELS)) {
                    samples.add(new Sample(caption(file), source.read()));
                }
            }
            return List.copyOf(samples);
        } catch (IOException e) {
            throw new DarkroomException("cannot read the sample pictures in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static String caption(Path picture) throws IOException {
        String name = picture.getFileName().toString();
        Path text = picture.resolveSibling(name.substring(0, name.length() - ".png".length()) + ".txt");
        if (!Files.isRegularFile(text) || Files.size(text) > LONGEST_CAPTION) {
            return "";
        }
        return Files.readString(text).strip();
    }
}
