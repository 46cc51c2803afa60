package dev.darkroom.benchmark.inspection;

import dev.darkroom.api.picture.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The good pictures, and the burnt ones: a folder with one folder a group, as {@code fetch-images.sh} makes it. */
final class Corpus {

    static final List<String> GROUPS =
            List.of("photo", "wallpaper", "flat", "stamp", "model", Gradients.GROUP, Corpus.KODAK);

    /** Photographs that nothing is ever fitted on, whatever their names. */
    static final String KODAK = "kodak";

    /** Pictures of the embedded model that strong guidance burnt: no good ones. */
    static final String BURNT = "burnt";

    private static final int WIDTH = 768;
    private static final int HEIGHT = 512;

    private final Path folder;
    private final List<String> groups;

    /**
     * A folder of pictures.
     *
     * @param folder with one folder a group
     * @param groups the groups wanted, comma-separated; blank for all
     */
    Corpus(Path folder, String groups) {
        this.folder = folder;
        List<String> wanted = Stream.of(groups.split(",", -1))
                .map(String::trim)
                .filter(group -> !group.isEmpty())
                .toList();
        this.groups = Stream.concat(GROUPS.stream(), Stream.of(BURNT))
                .filter(group -> wanted.isEmpty() || wanted.contains(group))
                .toList();
    }

    /**
     * Hands over every view of every picture, group by group, in the order of the names.
     *
     * <p>A picture of up to 1000 pixels is seen as it is ({@code whole}). A larger one is seen reduced by a whole factor to
     * about {@value #WIDTH} pixels ({@code whole}), in its middle at half that reduction ({@code part}) and in its middle
     * pixel by pixel ({@code native}).
     */
    void forEach(Consumer<Sample> consumer) {
        for (String group : groups) {
            if (group.equals(Gradients.GROUP)) {
                Gradients.forEach(consumer);
            }
            for (Path file : files(group)) {
                String name = file.getFileName().toString();
                BufferedImage image = read(file);
                int factor = Math.round((float) image.getWidth() / WIDTH);
                if (image.getWidth() <= 1000 || factor < 2) {
                    consumer.accept(new Sample(group, name, "whole", middle(reduce(image, 1))));
                    continue;
                }
                consumer.accept(new Sample(group, name, "whole", middle(reduce(image, factor))));
                if (factor >= 3) {
                    consumer.accept(new Sample(group, name, "part", middle(reduce(image, Math.max(2, factor / 2)))));
                }
                consumer.accept(new Sample(group, name, "native", middle(reduce(image, 1))));
            }
        }
    }

    private List<Path> files(String group) {
        Path of = folder.resolve(group);
        if (!Files.isDirectory(of)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(of)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a picture, on white where it is transparent. */
    private static BufferedImage read(Path file) {
        BufferedImage image;
        try {
            image = ImageIO.read(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
        if (image == null) {
            throw new UncheckedIOException(new IOException(file + ": expected a PNG or JPEG file"));
        }
        BufferedImage opaque = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = opaque.createGraphics();
        graphics.drawImage(image, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return opaque;
    }

    /** Reduces by the mean of factor x factor pixels, rounded to codes. */
    private static Picture reduce(BufferedImage image, int factor) {
        int width = image.getWidth() / factor;
        int height = image.getHeight() / factor;
        int[] out = new int[width * height];
        int[] rows = new int[image.getWidth() * factor];
        int half = factor * factor / 2;
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y * factor, image.getWidth(), factor, rows, 0, image.getWidth());
            for (int x = 0; x < width; x++) {
                int red = half;
                int green = half;
                int blue = half;
                for (int dy = 0; dy < factor; dy++) {
                    for (int dx = 0; dx < factor; dx++) {
                        int rgb = rows[dy * image.getWidth() + x * factor + dx];
                        red += rgb >> 16 & 255;
                        green += rgb >> 8 & 255;
                        blue += rgb & 255;
                    }
                }
                int n = factor * factor;
                out[y * width + x] = red / n << 16 | green / n << 8 | blue / n;
            }
        }
        return Picture.ofRgb(width, height, out);
    }

    /** What is seen of a picture lies across or upright as it does. */
    private static Picture middle(Picture picture) {
        boolean upright = picture.height() > picture.width();
        int width = Math.min(upright ? HEIGHT : WIDTH, picture.width());
        int height = Math.min(upright ? WIDTH : HEIGHT, picture.height());
        int left = (picture.width() - width) / 2;
        int top = (picture.height() - height) / 2;
        float[] planes = new float[3 * width * height];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    planes[(c * height + y) * width + x] = picture.at(c, left + x, top + y);
                }
            }
        }
        return Picture.of(width, height, planes);
    }
}
