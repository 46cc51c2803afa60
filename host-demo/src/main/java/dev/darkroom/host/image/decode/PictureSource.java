package dev.darkroom.host.image.decode;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.host.file.FileFailure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A picture file whose header has been read: size and format are known, pixels are not yet read. PNG of any depth and
 * colour type, JPEG (RGB, grey, CMYK and YCCK, progressive, turned upright as its EXIF says) and WebP; of an animation the
 * first frame.
 *
 * <p>Every complaint is one line that names the file, what was expected, what was found and what to do. What a header
 * claims is checked against the limit before memory is taken for it. Close it to close the file.
 */
public final class PictureSource implements AutoCloseable {

    /** The largest picture that is read, in pixels: 8192 x 8192. */
    public static final long MOST_PIXELS = 1L << 26;

    private static final long MOST_BYTES = 1L << 28;

    private static final String WANTED = ": expected a PNG, JPEG or WebP picture, found ";

    private final Path file;
    private final PictureFormat format;
    private final ImageReader reader;
    private final ImageInputStream stream;
    private int storedWidth;
    private int storedHeight;
    private Orientation orientation = Orientation.NORMAL;
    private boolean animated;

    private PictureSource(Path file, PictureFormat format, ImageReader reader, ImageInputStream stream) {
        this.file = file;
        this.format = format;
        this.reader = reader;
        this.stream = stream;
    }

    /**
     * Opens a file and reads its header.
     *
     * @param file the file
     * @param mostPixels the largest number of pixels that is let through
     * @return the picture, to close
     * @throws DarkroomException if it is no picture, too large or damaged
     */
    public static PictureSource open(Path file, long mostPixels) {
        PictureFormat format = format(file);
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.imageIoName());
        if (!readers.hasNext()) {
            throw new DarkroomException(file + ": no reader for " + format + " is installed; install Darkroom again");
        }
        ImageReader reader = readers.next();
        try {
            PictureSource source = new PictureSource(file, format, reader, stream(file, format));
            try {
                source.readHeader(mostPixels);
                return source;
            } catch (RuntimeException | Error e) {
                source.close();
                throw e;
            }
        } catch (IOException e) {
            reader.dispose();
            throw FileFailure.of("read", file, e);
        }
    }

    private static ImageInputStream stream(Path file, PictureFormat format) throws IOException {
        if (format != PictureFormat.WEBP) {
            return new FileImageInputStream(file.toFile());
        }
        long size = Files.size(file);
        if (size > MOST_BYTES) {
            throw new DarkroomException(file + ": expected a WebP of at most " + (MOST_BYTES >> 20) + " MiB, found "
                    + (size >> 20) + " MiB; convert it to PNG");
        }
        return new FiniteBytes(Files.readAllBytes(file));
    }

    private static PictureFormat format(Path file) {
        if (!Files.isRegularFile(file)) {
            String found = !Files.exists(file) ? "nothing" : Files.isDirectory(file) ? "a folder" : "no ordinary file";
            throw new DarkroomException(file + WANTED + found + "; check the path");
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(PictureFormat.HEAD);
        } catch (IOException e) {
            throw FileFailure.of("read", file, e);
        }
        return PictureFormat.of(head)
                .orElseThrow(() -> new DarkroomException(file
                        + WANTED
                        + PictureFormat.describe(head)
                        + (head.length == 0 ? "; fetch it again" : "; convert it, or leave it out")));
    }

    private void readHeader(long mostPixels) {
        guarded(() -> {
            // Of a PNG the metadata is skipped: its reader would take as much memory as a chunk claims to need.
            reader.setInput(stream, false, format == PictureFormat.PNG);
            storedWidth = reader.getWidth(0);
            storedHeight = reader.getHeight(0);
            return storedWidth;
        });
        if (storedWidth < 1 || storedHeight < 1) {
            throw new DarkroomException(file + ": expected a picture of at least 1x1, found a header of " + storedWidth
                    + "x" + storedHeight + "; fetch it again");
        }
        checkSize(Math.min(mostPixels, MOST_PIXELS));
        animated = guarded(() -> switch (format) {
            case PNG -> PngFile.checkedForAnimation(file);
            case JPEG -> false;
            case WEBP -> reader.getNumImages(true) > 1;
        });
        if (format != PictureFormat.PNG) {
            orientation = orientation();
        }
    }

    private void checkSize(long most) {
        long pixels = (long) storedWidth * storedHeight;
        if (pixels <= most) {
            return;
        }
        boolean fitsElsewhere = pixels <= MOST_PIXELS;
        double gigabytes = Runtime.getRuntime().maxMemory() / (double) (1 << 30) * pixels / most;
        throw new DarkroomException(String.format(
                Locale.ROOT,
                "%s: expected at most %.1f megapixels%s, found %dx%d (%.1f megapixels); scale it down or crop it%s",
                file,
                (fitsElsewhere ? most : MOST_PIXELS) / 1e6,
                fitsElsewhere ? " in the memory there is" : "",
                storedWidth,
                storedHeight,
                pixels / 1e6,
                fitsElsewhere
                        ? ", or give it memory with DARKROOM_OPTS=-Xmx" + (long) Math.ceil(gigabytes) + "g"
                        : ""));
    }

    /** Metadata that cannot be read is not the picture's fault: it counts as upright. */
    private Orientation orientation() {
        try {
            Element root =
                    (Element) reader.getImageMetadata(0).getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
            NodeList found = root.getElementsByTagName("ImageOrientation");
            return found.getLength() == 0
                    ? Orientation.NORMAL
                    : Orientation.named(((Element) found.item(0)).getAttribute("value"));
        } catch (IOException | RuntimeException e) {
            return Orientation.NORMAL;
        }
    }

    /** Returns the number of columns of the upright picture. */
    public int width() {
        return orientation.swapsSides() ? storedHeight : storedWidth;
    }

    /** Returns the number of rows of the upright picture. */
    public int height() {
        return orientation.swapsSides() ? storedWidth : storedHeight;
    }

    /** Returns what the user should know of what is looked at, if anything. */
    public Optional<String> remark() {
        return animated ? Optional.of("is animated; its first frame was inspected") : Optional.empty();
    }

    /**
     * Reads the pixels.
     *
     * @return the picture: upright, in sRGB, transparency on white
     * @throws DarkroomException if the file is damaged or cut off
     */
    public Picture read() {
        CutOffListener cutOff = new CutOffListener();
        reader.addIIOReadWarningListener(cutOff);
        return guarded(() -> {
            Picture picture = Pixels.picture(reader.read(0), orientation);
            if (cutOff.heard()) {
                throw new EOFException();
            }
            return picture;
        });
    }

    @FunctionalInterface
    private interface Body<T> {
        T run() throws IOException;
    }

    /** The readers meet what nobody foresaw: whatever they throw, it is the file that is damaged. */
    private <T> T guarded(Body<T> body) {
        try {
            return body.run();
        } catch (DarkroomException e) {
            throw e;
        } catch (EOFException e) {
            throw cutOff(e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            Throwable root = e;
            for (int depth = 0; root.getCause() != null && depth < 8; depth++) {
                root = root.getCause();
            }
            throw root instanceof EOFException || (e instanceof IIOException && isAboutEnd(root.getMessage()))
                    ? cutOff(e)
                    : new DarkroomException(
                            file + ": expected an undamaged " + format + ", found that its reader fails ("
                                    + root.getClass().getSimpleName() + ": " + oneLine(root.getMessage())
                                    + "); fetch it again",
                            e);
        } catch (OutOfMemoryError e) {
            throw new DarkroomException(
                    file + ": not enough memory for " + storedWidth + "x" + storedHeight
                            + " pixels; scale it down, or give it memory with DARKROOM_OPTS=-Xmx4g",
                    e);
        }
    }

    private DarkroomException cutOff(Throwable cause) {
        return new DarkroomException(
                file + ": expected a whole " + format + ", found one that is cut off; copy it again from where it came",
                cause);
    }

    private static boolean isAboutEnd(@org.jspecify.annotations.Nullable String message) {
        return CutOffListener.isAboutEnd(String.valueOf(message));
    }

    private static String oneLine(@org.jspecify.annotations.Nullable String message) {
        return String.valueOf(message).replaceAll("\\s+", " ");
    }

    @Override
    public void close() {
        reader.dispose();
        try {
            stream.close();
        } catch (IOException e) {
            // It was read from; nothing is lost.
        }
    }
}
