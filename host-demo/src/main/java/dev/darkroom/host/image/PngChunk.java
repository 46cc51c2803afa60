package dev.darkroom.host.image;

import dev.darkroom.api.DarkroomException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * The head of a chunk of a PNG.
 *
 * @param file the PNG, for messages
 * @param type four letters
 * @param length the length of its data in bytes, from 0
 */
public record PngChunk(Path file, String type, int length) {

    private static final int PIECE = 1 << 16;

    /**
     * Reads the head of the next chunk.
     *
     * @param in stands behind the signature or the chunk before
     * @param file the PNG
     * @return the head; the chunk's data comes next in the stream
     * @throws EOFException if the file ends here
     * @throws DarkroomException if what is here is no head of a chunk
     */
    public static PngChunk next(DataInputStream in, Path file) throws IOException {
        int length = in.readInt();
        byte[] type = new byte[4];
        in.readFully(type);
        PngChunk chunk = new PngChunk(file, new String(type, StandardCharsets.ISO_8859_1), length);
        for (byte letter : type) {
            if (!((letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z'))) {
                throw new DarkroomException(file + ": damaged PNG: expected the four letters of a chunk's type, "
                        + "found bytes " + Arrays.toString(type) + "; fetch it again");
            }
        }
        if (length < 0) {
            throw chunk.damaged("expected a length below 2^31, found " + Integer.toUnsignedString(length));
        }
        return chunk;
    }

    /** Reads the data and checks it; more than {@code limit} bytes are refused. */
    byte[] data(DataInputStream in, int limit) throws IOException {
        if (length > limit) {
            throw tooLong(limit);
        }
        byte[] data = in.readNBytes(length);
        if (data.length < length) {
            throw new EOFException();
        }
        CRC32 crc = crc();
        crc.update(data);
        check(crc, in);
        return data;
    }

    /**
     * Reads past the data, checking it in pieces.
     *
     * @throws EOFException if the file ends before the data does
     * @throws DarkroomException if the data does not have its checksum
     */
    public void verify(DataInputStream in) throws IOException {
        CRC32 crc = crc();
        byte[] piece = new byte[Math.min(length, PIECE)];
        for (int left = length; left > 0; ) {
            int read = in.read(piece, 0, Math.min(left, piece.length));
            if (read < 0) {
                throw new EOFException();
            }
            crc.update(piece, 0, read);
            left -= read;
        }
        check(crc, in);
    }

    /** Skips the data unread. */
    void skip(DataInputStream in) throws IOException {
        in.skipNBytes(length + 4L);
    }

    private CRC32 crc() {
        CRC32 crc = new CRC32();
        crc.update(type.getBytes(StandardCharsets.ISO_8859_1));
        return crc;
    }

    private void check(CRC32 crc, DataInputStream in) throws IOException {
        if ((int) crc.getValue() != in.readInt()) {
            throw damaged("its checksum does not match its content");
        }
    }

    DarkroomException damaged(String how) {
        return new DarkroomException(file + ": damaged PNG, chunk " + type + ": " + how + "; fetch it again");
    }

    DarkroomException tooLong(int limit) {
        return new DarkroomException(file + ": chunk " + type + ": expected at most " + limit
                + " bytes of text, found more; the metadata is not read");
    }
}
