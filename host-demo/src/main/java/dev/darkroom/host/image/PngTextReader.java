package dev.darkroom.host.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads the content of one text chunk; stops unpacking at a limit, however little the packed text takes. */
final class PngTextReader {

    private final PngChunk chunk;
    private final byte[] data;
    private final int limit;
    private int at;

    PngTextReader(PngChunk chunk, byte[] data, int limit) {
        this.chunk = chunk;
        this.data = data;
        this.limit = limit;
    }

    PngText read() {
        String keyword = untilNull("keyword", StandardCharsets.ISO_8859_1);
        if (keyword.isEmpty() || keyword.length() > 79) {
            throw chunk.damaged("expected a keyword of 1 to 79 characters, found " + keyword.length());
        }
        switch (chunk.type()) {
            case "tEXt" -> {
                return new PngText(keyword, plain(StandardCharsets.ISO_8859_1));
            }
            case "zTXt" -> {
                requireDeflate(next());
                return new PngText(keyword, packed(StandardCharsets.ISO_8859_1));
            }
            default -> {
                int compressed = next();
                int method = next();
                untilNull("language", StandardCharsets.ISO_8859_1);
                untilNull("translated keyword", StandardCharsets.UTF_8);
                if (compressed == 0) {
                    return new PngText(keyword, plain(StandardCharsets.UTF_8));
                }
                requireDeflate(method);
                return new PngText(keyword, packed(StandardCharsets.UTF_8));
            }
        }
    }

    private int next() {
        if (at >= data.length) {
            throw chunk.damaged("it ends before its text");
        }
        return data[at++];
    }

    private String untilNull(String what, Charset charset) {
        int from = at;
        while (at < data.length && data[at] != 0) {
            at++;
        }
        if (at == data.length) {
            throw chunk.damaged("its " + what + " does not end");
        }
        return new String(data, from, at++ - from, charset);
    }

    private void requireDeflate(int method) {
        if (method != 0) {
            throw chunk.damaged("expected compression method 0, found " + method);
        }
    }

    private String plain(Charset charset) {
        if (data.length - at > limit) {
            throw chunk.tooLong(limit);
        }
        return new String(data, at, data.length - at, charset);
    }

    private String packed(Charset charset) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data, at, data.length - at);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 13];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw chunk.damaged("its compressed text is incomplete");
                }
                out.write(buffer, 0, count);
                if (out.size() > limit) {
                    throw chunk.tooLong(limit);
                }
            }
            return out.toString(charset);
        } catch (DataFormatException e) {
            throw chunk.damaged("its compressed text cannot be unpacked (" + e.getMessage() + ")");
        } finally {
            inflater.end();
        }
    }
}
