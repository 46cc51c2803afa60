package dev.darkroom.host.image.decode;

import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file in memory that does not let itself be read on and on beyond its end. The WebP reader takes what is missing for
 * zeros, so that a header that lies about the size makes it work for minutes on a file of a hundred bytes.
 */
final class FiniteBytes extends ImageInputStreamImpl {

    /** Readers may look a little ahead. */
    private static final int PATIENCE = 256;

    private final byte[] bytes;
    private int beyond;

    FiniteBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() throws IIOException {
        bitOffset = 0;
        return streamPos < bytes.length ? bytes[(int) streamPos++] & 255 : end();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IIOException {
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        if (streamPos >= bytes.length) {
            return end();
        }
        int count = (int) Math.min(length, bytes.length - streamPos);
        System.arraycopy(bytes, (int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }

    private int end() throws IIOException {
        if (++beyond > PATIENCE) {
            throw new IIOException("unexpected end of file");
        }
        return -1;
    }

    @Override
    public long length() {
        return bytes.length;
    }
}
