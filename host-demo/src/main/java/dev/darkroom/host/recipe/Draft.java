package dev.darkroom.host.recipe;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.Provenance;
import dev.darkroom.host.image.PngMetadata;
import dev.darkroom.host.plugin.Text;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** A recipe on its way: what was read so far. What is out of range is told in one line that names the file. */
final class Draft {

    private final Path file;
    private final Origin origin;
    private final List<String> notes = new ArrayList<>();

    Draft(Path file, Origin origin) {
        this.file = file;
        this.origin = origin;
    }

    /** Adds a line for people; what strangers wrote into it is made harmless. */
    void note(String line) {
        String plain = Text.plain(line);
        if (!notes.contains(plain)) {
            notes.add(plain);
        }
    }

    InvalidRequestException bad(String what, String expected, String found) {
        return new Told(file + ": " + origin + ": " + what + ": expected " + expected + ", found " + quoted(found)
                + "; the picture cannot be repeated from it");
    }

    /** A complaint that names the file already. */
    private static final class Told extends InvalidRequestException {

        private static final long serialVersionUID = 1L;

        Told(String message) {
            super(message);
        }
    }

    private static String quoted(String text) {
        return '"' + Text.plain(text.length() > 60 ? text.substring(0, 60) + "..." : text) + '"';
    }

    /** Reads a whole number; one that is beyond every limit is left to the limits of the request. */
    int whole(String what, String text) {
        try {
            BigInteger value = new BigInteger(shortened(text).strip());
            return value.bitLength() < 32 ? value.intValue() : value.signum() * Integer.MAX_VALUE;
        } catch (NumberFormatException e) {
            throw bad(what, "a whole number", text);
        }
    }

    double number(String what, String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw bad(what, "a number", text);
        }
    }

    <E extends Enum<E>> E constant(Class<E> type, String what, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        throw bad(what, "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT), text);
    }

    /** Reads a seed of up to 64 bits, with or without a sign. */
    long seed(String text) {
        try {
            BigInteger value = new BigInteger(shortened(text).strip());
            if (value.bitLength() <= 64) {
                return value.longValue();
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw bad("Seed", "a whole number of 64 bits", text);
    }

    /** Parsing a number of a million digits takes seconds, and it is out of every range. */
    private static String shortened(String text) {
        return text.length() > 40 ? "none" : text;
    }

    /** Says what these programs make of a prompt and Darkroom does not. */
    void remarkOnSyntax(String prompt) {
        PromptSyntax.remarks(prompt).forEach(this::note);
    }

    /**
     * Returns the recipe.
     *
     * @param build makes the request
     */
    Recipe finish(Supplier<GenerationRequest> build, Optional<Provenance> made, PngMetadata png) {
        try {
            GenerationRequest request = build.get();
            if (request.width().isEmpty() || request.height().isEmpty()) {
                request = request.toBuilder().size(png.width(), png.height()).build();
            } else if (request.width().get() != png.width() || request.height().get() != png.height()) {
                note("the picture has " + png.width() + "x" + png.height() + " pixels, its metadata say "
                        + request.width().get() + "x" + request.height().get() + "; the latter is repeated");
            }
            return new Recipe(file, origin, request, made, notes);
        } catch (Told e) {
            throw e;
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(
                    file + ": " + origin + ": " + e.getMessage() + "; the picture cannot be repeated from it", e);
        }
    }
}
