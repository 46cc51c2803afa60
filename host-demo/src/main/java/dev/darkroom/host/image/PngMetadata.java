package dev.darkroom.host.image;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.host.file.FileFailure;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The size and the texts of a PNG, without its pixels.
 *
 * <p>Files come from strangers: texts beyond {@link #MAX_TEXT} bytes once unpacked (or {@link #MAX_TEXTS} together),
 * damaged texts and truncated files are refused, and no more memory is taken than those limits say.
 *
 * @param width picture width in pixels
 * @param height picture height in pixels
 * @param texts the {@code tEXt}, {@code zTXt} and {@code iTXt} chunks in file order
 */
public record PngMetadata(int width, int height, List<PngText> texts) {

    /** The longest text, in bytes once unpacked: room for the longest prompt Darkroom takes. */
    public static final int MAX_TEXT = 8 << 20;

    /** The most bytes of all texts together, once unpacked. */
    public static final int MAX_TEXTS = 32 << 20;

    // A gigapixel picture in libpng's 8 KiB chunks has fewer; the bound keeps a file of empty chunks from running long.
    private static final int MAX_CHUNKS = 1 << 18;

    /** Copies the texts. */
    public PngMetadata {
        texts = List.copyOf(texts);
    }

    /** Returns the first text of a keyword. */
    public Optional<String> text(String keyword) {
        return texts.stream()
                .filter(text -> text.keyword().equals(keyword))
                .map(PngText::text)
                .findFirst();
    }

    /**
     * Reads the metadata of a file.
     *
     * @param file a PNG
     * @return its metadata
     * @throws DarkroomException if the file cannot be read, is no PNG, is cut off or damaged, or carries too much text
     */
    public static PngMetadata read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DarkroomException(file + ": expected a PNG file, found "
                    + (Files.exists(file) ? "something that is not a file" : "nothing"));
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return read(in, file);
        } catch (EOFException e) {
            throw new DarkroomException(file + ": the PNG is cut off; copy it again from where it came", e);
        } catch (IOException e) {
            throw FileFailure.of("read", file, e);
        }
    }

    private static PngMetadata read(DataInputStream in, Path file) throws IOException {
        byte[] signature = in.readNBytes(PngEncoder.SIGNATURE.length);
        if (signature.length == 0) {
            throw new DarkroomException(file + ": expected a PNG file, found an empty one");
        }
        if (!Arrays.equals(signature, PngEncoder.SIGNATURE)) {
            throw new DarkroomException(file + ": not a PNG (its first bytes are another format's)");
        }
        PngChunk header = PngChunk.next(in, file);
        if (!header.type().equals("IHDR") || header.length() != 13) {
            throw header.damaged("expected the picture's header first");
        }
        byte[] size = header.data(in, 13);
        int width = int32(size, 0);
        int height = int32(size, 4);
        if (width < 1 || height < 1) {
            throw header.damaged("expected a positive size, found " + width + "x" + height);
        }
        List<PngText> texts = new ArrayList<>();
        int total = 0;
        for (int count = 0; count < MAX_CHUNKS; count++) {
            PngChunk chunk = PngChunk.next(in, file);
            switch (chunk.type()) {
                case "IEND" -> {
                    chunk.skip(in);
                    return new PngMetadata(width, height, texts);
                }
                case "tEXt", "zTXt", "iTXt" -> {
                    PngText text = new PngTextReader(chunk, chunk.data(in, MAX_TEXT), MAX_TEXT).read();
                    // What the objects take besides their characters counts: empty texts are not free.
                    total += text.text().length() + 256;
                    if (total > MAX_TEXTS) {
                        throw chunk.tooLong(MAX_TEXTS);
                    }
                    texts.add(text);
                }
                default -> chunk.skip(in);
            }
        }
        throw new DarkroomException(file + ": expected fewer than " + MAX_CHUNKS + " chunks in a PNG, found more");
    }

    private static int int32(byte[] data, int at) {
        return (data[at] & 255) << 24 | (data[at + 1] & 255) << 16 | (data[at + 2] & 255) << 8 | data[at + 3] & 255;
    }
}
