package dev.darkroom.host.text;

import java.util.Locale;

/** Words for messages, files and JSON. */
public final class Words {

    private Words() {}

    /** Returns a constant's name in lower case, as users write it. */
    public static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
