package dev.darkroom.host.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The style and the script of every page: ours, and the only texts that are not escaped. */
public final class Assets {

    private Assets() {}

    /** Returns the style sheet. */
    public static String style() {
        return read("report.css");
    }

    /** Returns the script. */
    public static String script() {
        return read("report.js");
    }

    private static String read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
