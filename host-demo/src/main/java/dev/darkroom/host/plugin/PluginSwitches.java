package dev.darkroom.host.plugin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.darkroom.api.DarkroomException;
import dev.darkroom.host.image.AtomicFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which plugins the user switched off, kept as {@code {"disabled": ["id", ...]}}. Read with the streaming parser: this is on
 * the way to every picture, and starting Jackson's databind takes longer than loading all plugins.
 */
final class PluginSwitches {

    private static final JsonFactory JSON = new JsonFactory();

    private final Optional<Path> file;
    private final SortedSet<String> disabled = new TreeSet<>();

    private PluginSwitches(Optional<Path> file) {
        this.file = file;
    }

    /** Reads the file; one that cannot be understood is kept under another name, told in {@code notices}, and left. */
    static PluginSwitches read(Optional<Path> file, List<String> notices) {
        PluginSwitches switches = new PluginSwitches(file);
        if (file.isPresent() && Files.exists(file.get())) {
            try (JsonParser parser = JSON.createParser(file.get().toFile())) {
                switches.disabled.addAll(parse(parser));
            } catch (IOException | IllegalStateException e) {
                notices.add(file.get() + ": expected {\"disabled\": [\"plugin id\", ...]}, found something else ("
                        + Text.describe(e) + "). No plugin counts as disabled; " + setAside(file.get()));
            }
        }
        return switches;
    }

    boolean isDisabled(String id) {
        return disabled.contains(id);
    }

    SortedSet<String> disabled() {
        return Collections.unmodifiableSortedSet(disabled);
    }

    /** Switches a plugin off or on and writes the file. */
    void set(String id, boolean enabled) {
        Path target = file.orElseThrow(
                () -> new DarkroomException("plugin " + id + ": there is no state folder to remember this in"));
        if (!turn(id, enabled)) {
            return;
        }
        try {
            write(target);
        } catch (DarkroomException e) {
            turn(id, !enabled);
            throw new DarkroomException(e.getMessage() + "; plugin " + id + " stays as it was", e);
        } catch (IOException e) {
            // A StringWriter has nowhere to fail.
            throw new UncheckedIOException(e);
        }
    }

    private boolean turn(String id, boolean enabled) {
        return enabled ? disabled.remove(id) : disabled.add(id);
    }

    private void write(Path target) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeArrayFieldStart("disabled");
            for (String id : disabled) {
                json.writeString(id);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        AtomicFile.prepare(target.toAbsolutePath().getParent());
        AtomicFile.replace(target, text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> parse(JsonParser parser) throws IOException {
        List<String> ids = new ArrayList<>();
        expect(parser, JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean known = parser.currentName().equals("disabled");
            parser.nextToken();
            if (!known) {
                parser.skipChildren();
                continue;
            }
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw new IllegalStateException("\"disabled\" is no list");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.VALUE_STRING) {
                    throw new IllegalStateException("\"disabled\" holds something that is no plugin id");
                }
                ids.add(parser.getText());
            }
        }
        return ids;
    }

    private static void expect(JsonParser parser, JsonToken token) throws IOException {
        JsonToken found = parser.nextToken();
        if (found != token) {
            throw new IllegalStateException("starts with " + found);
        }
    }

    private static String setAside(Path file) {
        Path kept = file.resolveSibling(file.getFileName() + ".corrupt");
        for (int i = 2; Files.exists(kept); i++) {
            kept = file.resolveSibling(file.getFileName() + ".corrupt-" + i);
        }
        try {
            Files.move(file, kept);
            return "the original is kept as " + kept;
        } catch (IOException e) {
            return "the original could not be moved aside (" + Text.describe(e) + ")";
        }
    }
}
