package dev.darkroom.host.image.decode;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The formats that are read, told by a file's first bytes: names lie. */
enum PictureFormat {
    PNG("png"),
    JPEG("jpeg"),
    WEBP("webp");

    /** How many bytes {@link #of} looks at. */
    static final int HEAD = 64;

    private static final String[][] OTHERS = {
        {"GIF8", "a GIF"},
        {"BM", "a BMP"},
        {"II*\0", "a TIFF"},
        {"MM\0*", "a TIFF"},
        {"%PDF", "a PDF"},
        {"8BPS", "a Photoshop file"},
        {"PK\3\4", "a zip archive"},
        {"\u001F\u008B", "a gzip archive"},
        {"\u00FF\n", "a JPEG XL"},
        {"\0\0\0\fJXL ", "a JPEG XL"},
        {"\0\0\0\fjP  ", "a JPEG 2000"},
        {"v/1\1", "an OpenEXR file"},
        {"#?RADIANCE", "a Radiance HDR"}
    };

    private final String imageIoName;

    PictureFormat(String imageIoName) {
        this.imageIoName = imageIoName;
    }

    /** Returns the name ImageIO knows the format by. */
    String imageIoName() {
        return imageIoName;
    }

    /** Returns the format of a file that begins with {@code head}, if it is one that is read. */
    static Optional<PictureFormat> of(byte[] head) {
        String start = latin1(head);
        if (start.startsWith("\u0089PNG\r\n\u001A\n")) {
            return Optional.of(PNG);
        }
        if (start.startsWith("\u00FF\u00D8\u00FF")) {
            return Optional.of(JPEG);
        }
        return start.startsWith("RIFF") && start.startsWith("WEBP", 8) ? Optional.of(WEBP) : Optional.empty();
    }

    /** Says what a file that begins with {@code head} is, if it is none of these formats. */
    static String describe(byte[] head) {
        String start = latin1(head);
        if (start.isEmpty()) {
            return "an empty file";
        }
        for (String[] other : OTHERS) {
            if (start.startsWith(other[0])) {
                return other[1];
            }
        }
        if (start.startsWith("ftyp", 4)) {
            return start.startsWith("avif", 8) ? "an AVIF" : start.startsWith("hei", 8) ? "a HEIC" : "a video";
        }
        return start.chars().allMatch(c -> c == '\n' || c == '\r' || c == '\t' || (c >= ' ' && c != 127 && c < 256))
                ? "text"
                : "another kind of file";
    }

    private static String latin1(byte[] head) {
        return new String(head, StandardCharsets.ISO_8859_1);
    }
}
