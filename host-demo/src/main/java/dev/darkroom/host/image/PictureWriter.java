package dev.darkroom.host.image;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.host.file.AtomicFile;
import dev.darkroom.host.file.FileFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes results as PNG files, whole or not at all.
 *
 * <p>In a folder, pictures are numbered as A1111 numbers them, {@code 00000-<seed>.png}, from one beyond the highest
 * number there, and nothing is ever replaced. A named file is replaced: whoever names a file means that file. Pictures
 * beyond the first of a request then get {@code -2}, {@code -3} before the extension.
 *
 * <p>Intermediate pictures, where a result has them, go to {@code <name>-steps/01.png} and on, with
 * {@code <name>-steps.png} as their contact sheet.
 */
public final class PictureWriter {

    private static final String EXTENSION = ".png";

    /** A folder of such a name is not what was meant. */
    private static final Pattern OTHER_FORMAT =
            Pattern.compile(".+\\.(jpe?g|webp|gif|bmp|tiff?|avif)", Pattern.CASE_INSENSITIVE);

    private final Path folder;
    private final String stem;
    private final String extension;
    private long next;

    private PictureWriter(Path folder, String stem, String extension, long next) {
        this.folder = folder;
        this.stem = stem;
        this.extension = extension;
        this.next = next;
    }

    /**
     * Returns a writer to where the user said: a picture if the path ends in {@code .png}, else a folder.
     *
     * @param path a folder or a picture; what is missing is made
     * @return the writer
     * @throws InvalidRequestException if it names a picture of another format, or standard output
     * @throws DarkroomException if it cannot be made, read or written to
     */
    public static PictureWriter to(Path path) {
        if (namesPicture(path)) {
            return named(path);
        }
        boolean otherFormat = OTHER_FORMAT.matcher(path.toString()).matches() && !Files.isDirectory(path);
        if (otherFormat || path.toString().equals("-")) {
            throw new InvalidRequestException("--out: expected a folder, or a file ending in .png, found \"" + path
                    + "\"; pictures are PNG files");
        }
        return numbered(path);
    }

    /**
     * Returns a writer of numbered pictures; makes the folder if it is missing.
     *
     * @param folder where the pictures go
     * @return the writer
     * @throws DarkroomException if the folder cannot be made, read or written to
     */
    public static PictureWriter numbered(Path folder) {
        AtomicFile.prepare(folder);
        return new PictureWriter(folder, "", EXTENSION, highestNumber(folder) + 1);
    }

    /**
     * Returns a writer of a named picture; makes its folder if it is missing.
     *
     * @param file a path that ends in {@code .png}
     * @return the writer
     * @throws DarkroomException if the folder cannot be made or written to
     */
    public static PictureWriter named(Path file) {
        if (Files.isDirectory(file)) {
            throw new DarkroomException("cannot write " + file + ": it is a folder");
        }
        Path parent = file.getParent();
        Path folder = parent == null ? Path.of("") : parent;
        AtomicFile.prepare(folder);
        String name = file.getFileName().toString();
        int dot = name.length() - EXTENSION.length();
        return new PictureWriter(folder, name.substring(0, dot), name.substring(dot), 0);
    }

    /** Returns whether a path names a picture rather than a folder of pictures. */
    public static boolean namesPicture(Path path) {
        Path name = path.getFileName();
        return name != null
                && name.toString().length() > EXTENSION.length()
                && name.toString()
                        .regionMatches(
                                true, name.toString().length() - EXTENSION.length(), EXTENSION, 0, EXTENSION.length());
    }

    /**
     * Writes a picture and its steps.
     *
     * @param result the picture
     * @param names what people call its sampler and schedule
     * @return where the picture is
     * @throws DarkroomException if it cannot be written; nothing of the picture is left then
     */
    public Path write(GenerationResult result, DisplayNames names) {
        byte[] png = PngEncoder.encode(
                Raster.of(result.picture()),
                List.of(
                        new PngText(Infotext.KEYWORD, Infotext.of(result, names)),
                        new PngText(ResultJson.KEYWORD, ResultJson.of(result, Map.of()))));
        Path target = place(result, png);
        if (!result.steps().isEmpty()) {
            writeSteps(target, result.steps());
        }
        return target;
    }

    private Path place(GenerationResult result, byte[] png) {
        if (!stem.isEmpty()) {
            Path target = folder.resolve(stem + (result.index() == 0 ? "" : "-" + (result.index() + 1)) + extension);
            AtomicFile.replace(target, png);
            return target;
        }
        while (true) {
            String number = Long.toString(next++);
            String padded = "0".repeat(Math.max(0, 5 - number.length())) + number;
            Path target = folder.resolve(padded + "-" + result.seed() + EXTENSION);
            if (AtomicFile.create(target, png)) {
                return target;
            }
        }
    }

    private static void writeSteps(Path picture, List<Picture> steps) {
        String name = picture.getFileName().toString();
        String stepsName = name.substring(0, name.length() - EXTENSION.length()) + "-steps";
        Path stepsFolder = picture.resolveSibling(stepsName);
        AtomicFile.prepare(stepsFolder);
        int digits = Math.max(2, Integer.toString(steps.size()).length());
        for (int i = 0; i < steps.size(); i++) {
            String number = Integer.toString(i + 1);
            Path file = stepsFolder.resolve("0".repeat(digits - number.length()) + number + EXTENSION);
            AtomicFile.replace(file, PngEncoder.encode(Raster.of(steps.get(i)), List.of()));
        }
        Path sheet = picture.resolveSibling(stepsName + EXTENSION);
        AtomicFile.replace(sheet, PngEncoder.encode(ContactSheet.of(steps), List.of()));
    }

    private static long highestNumber(Path folder) {
        long highest = -1;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                highest = Math.max(highest, leadingNumber(file.getFileName().toString()));
            }
        } catch (IOException e) {
            throw FileFailure.of("read folder", folder, e);
        }
        return highest;
    }

    /** Returns the number a file name starts with, as in {@code 00012-7.png}, or -1. */
    private static long leadingNumber(String name) {
        int end = 0;
        while (end < name.length() && name.charAt(end) >= '0' && name.charAt(end) <= '9') {
            end++;
        }
        boolean ours =
                end > 0 && end <= 9 && end < name.length() && (name.charAt(end) == '-' || name.charAt(end) == '.');
        return ours ? Long.parseLong(name.substring(0, end)) : -1;
    }
}
