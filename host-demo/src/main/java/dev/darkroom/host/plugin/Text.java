package dev.darkroom.host.plugin;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Texts of strangers, made fit for one line of a terminal. */
public final class Text {

    private static final int LONGEST = 300;

    private Text() {}

    /** Returns the text on one line, without control characters (terminal escapes among them), cut at 300 characters. */
    public static String plain(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        StringBuilder line = new StringBuilder(cut.length());
        cut.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }

    /** Returns what a JSON parser complains of, in words for people: its own tell of sources and of its options. */
    public static String json(JsonProcessingException e) {
        return plain(String.valueOf(e.getOriginalMessage())
                .replaceAll("\\[Source: [^]]*; line: (\\d+), column: \\d+]", "line $1"));
    }

    /** Returns the exception that was meant: reflection and class initialisation wrap it. */
    static Throwable unwrap(Throwable thrown) {
        Throwable t = thrown;
        while (t instanceof InvocationTargetException && t.getCause() != null) {
            t = t.getCause();
        }
        return t;
    }

    /** Returns class and message; survives an exception whose {@code getMessage()} throws. */
    static String describe(Throwable thrown) {
        try {
            Throwable t = unwrap(thrown);
            if (t instanceof ExceptionInInitializerError && t.getCause() != null) {
                return "in a static initialiser: " + describe(t.getCause());
            }
            if (t instanceof NoClassDefFoundError || t instanceof ClassNotFoundException) {
                return t.getClass().getSimpleName() + ": "
                        + plain(t.getMessage()).replace('/', '.');
            }
            if (t instanceof JsonProcessingException malformed) {
                return json(malformed);
            }
            String message = plain(t.getMessage());
            String type = t.getClass().getName();
            return message.isEmpty() ? type : type + ": " + message;
        } catch (Throwable again) {
            return thrown.getClass().getName();
        }
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3g s", time.toNanos() / 1e9);
    }
}
