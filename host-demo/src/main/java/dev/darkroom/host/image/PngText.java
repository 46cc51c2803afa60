package dev.darkroom.host.image;

import java.util.Objects;

/**
 * A text a PNG carries.
 *
 * @param keyword what the text is, 1 to 79 Latin-1 characters
 * @param text the text; it cannot hold U+0000, which ends texts in a PNG
 */
public record PngText(String keyword, String text) {

    /** Checks the keyword. */
    public PngText {
        Objects.requireNonNull(text, "text");
        if (keyword.isEmpty() || keyword.length() > 79 || !isLatin1(keyword)) {
            throw new IllegalArgumentException(
                    "PNG keyword: expected 1 to 79 Latin-1 characters, found \"" + keyword + "\"");
        }
    }

    static boolean isLatin1(String text) {
        return text.chars().allMatch(c -> c > 0 && c <= 0xFF);
    }
}
