package dev.darkroom.host.plugin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.darkroom.api.DarkroomException;
import dev.darkroom.host.file.AtomicFile;
import dev.darkroom.host.json.JsonLine;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which plugins the user switched off, and under which names their extensions were known: kept as {@code {"disabled":
 * ["id", ...], "names": {"id": ["sampler euler", ...]}}}. Read with the streaming parser: this is on
 * the way to every picture, and starting Jackson's databind takes longer than loading all plugins.
 */
final class PluginSwitches {

    private static final JsonFactory JSON = new JsonFactory();

    private final Optional<Path> file;
    private final SortedMap<String, List<String>> disabled = new TreeMap<>();

    private PluginSwitches(Optional<Path> file) {
        this.file = file;
    }

    /** Reads the file; one that cannot be understood is kept under another name, told in {@code notices}, and left. */
    static PluginSwitches read(Optional<Path> file, List<String> notices) {
        PluginSwitches switches = new PluginSwitches(file);
        if (file.isPresent() && Files.exists(file.get())) {
            try (JsonParser parser = JSON.createParser(file.get().toFile())) {
                switches.disabled.putAll(parse(parser));
            } catch (IOException | IllegalStateException e) {
                notices.add(file.get() + ": expected {\"disabled\": [\"plugin id\", ...]}, found something else ("
                        + Text.describe(e) + "). No plugin counts as disabled; " + setAside(file.get()));
            }
        }
        return switches;
    }

    boolean isDisabled(String id) {
        return disabled.containsKey(id);
    }

    /** Returns the names, as in {@code sampler euler}, of a disabled plugin's extensions; empty if they were never known. */
    List<String> names(String id) {
        return disabled.getOrDefault(id, List.of());
    }

    /** Switches a plugin on and writes the file. */
    void enable(String id) {
        List<String> names = disabled.remove(id);
        if (names != null) {
            keep(id, () -> disabled.put(id, names));
        }
    }

    /** Switches a plugin off, remembers the names of its extensions, and writes the file. */
    void disable(String id, List<String> names) {
        if (disabled.putIfAbsent(id, List.copyOf(names)) == null) {
            keep(id, () -> disabled.remove(id));
        }
    }

    private void keep(String id, Runnable undo) {
        try {
            write(file.orElseThrow(() -> new DarkroomException("there is no state folder to remember this in")));
        } catch (DarkroomException e) {
            undo.run();
            throw new DarkroomException(e.getMessage() + "; plugin " + id + " stays as it was", e);
        } catch (IOException e) {
            // A StringWriter has nowhere to fail.
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path target) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            JsonLine.texts(json, "disabled", disabled.keySet());
            json.writeObjectFieldStart("names");
            for (Map.Entry<String, List<String>> plugin : disabled.entrySet()) {
                JsonLine.texts(json, plugin.getKey(), plugin.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        AtomicFile.prepare(target.toAbsolutePath().getParent());
        AtomicFile.replace(target, text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, List<String>> parse(JsonParser parser) throws IOException {
        List<String> disabled = List.of();
        Map<String, List<String>> names = new HashMap<>();
        expect(parser, JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            if (field.equals("disabled")) {
                disabled = texts(parser, "plugin ids");
            } else if (field.equals("names")) {
                expect(parser, JsonToken.START_OBJECT);
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    names.put(parser.currentName(), texts(parser, "names"));
                }
            } else {
                parser.nextToken();
                parser.skipChildren();
            }
        }
        return disabled.stream()
                .distinct()
                .collect(Collectors.toMap(id -> id, id -> names.getOrDefault(id, List.of())));
    }

    private static List<String> texts(JsonParser parser, String what) throws IOException {
        List<String> texts = new ArrayList<>();
        expect(parser, JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw new IllegalStateException("a list of " + what + " holds something else");
            }
            texts.add(parser.getText());
        }
        return texts;
    }

    private static void expect(JsonParser parser, JsonToken token) throws IOException {
        JsonToken found = parser.nextToken();
        if (found != token) {
            throw new IllegalStateException("where " + token + " should be stands " + found);
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
