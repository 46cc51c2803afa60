package dev.darkroom.host.text;

import java.util.Locale;

/** Words for messages, files and JSON. */
public final class Words {

    private Words() {}

    /** Returns a sentence as a part of another. */
    public static String lowerFirst(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }

    /** Returns a constant's name in lower case, as users write it. */
    public static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
