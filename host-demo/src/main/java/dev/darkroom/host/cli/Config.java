package dev.darkroom.host.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.host.plugin.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The user's configuration file: which inspectors look, and how they are tuned.
 *
 * <pre>{@code
 * {"inspectors": {"enabled": true, "only": ["noise"], "skip": ["blur"], "options": {"noise": {"warn": 0.7}}}}
 * }</pre>
 */
final class Config {

    private static final List<String> KEYS = List.of("enabled", "only", "skip", "options");

    private final Path file;

    private Config(Path file) {
        this.file = file;
    }

    /**
     * Reads the inspection settings.
     *
     * @param named the file the user named
     * @param usual the file that is read if it is there and none was named
     * @throws InvalidRequestException if the file cannot be read or is not understood
     */
    static InspectionSettings inspection(@Nullable Path named, Path usual) {
        if (named == null && !Files.exists(usual)) {
            return InspectionSettings.ALL;
        }
        return new Config(named == null ? usual : named).read();
    }

    private InspectionSettings read() {
        JsonNode root;
        try {
            root = new ObjectMapper()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(
                    "configuration " + file + ": not JSON: " + Text.json(e) + " (line "
                            + e.getLocation().getLineNr() + ")",
                    e);
        } catch (IOException e) {
            throw new InvalidRequestException(
                    "configuration " + file + ": cannot be read; give a file with --config", e);
        }
        object("", root, List.of("inspectors"));
        JsonNode inspectors = root.path("inspectors");
        if (inspectors.isMissingNode()) {
            return InspectionSettings.ALL;
        }
        object("inspectors", inspectors, KEYS);
        JsonNode enabled = inspectors.path("enabled");
        if (!enabled.isMissingNode() && !enabled.isBoolean()) {
            throw bad("inspectors.enabled", "true or false", enabled);
        }
        return new InspectionSettings(
                enabled.asBoolean(true),
                names("inspectors.only", inspectors.path("only")),
                names("inspectors.skip", inspectors.path("skip")),
                options(inspectors.path("options")));
    }

    private Map<String, Map<String, String>> options(JsonNode options) {
        Map<String, Map<String, String>> read = new HashMap<>();
        if (options.isMissingNode()) {
            return read;
        }
        object("inspectors.options", options, List.of());
        for (Map.Entry<String, JsonNode> inspector : options.properties()) {
            String path = "inspectors.options." + inspector.getKey();
            object(path, inspector.getValue(), List.of());
            Map<String, String> values = new HashMap<>();
            for (Map.Entry<String, JsonNode> value : inspector.getValue().properties()) {
                if (!value.getValue().isValueNode()) {
                    throw bad(path + "." + value.getKey(), "a number, a text, true or false", value.getValue());
                }
                values.put(value.getKey(), value.getValue().asText());
            }
            read.put(inspector.getKey(), values);
        }
        return read;
    }

    private Set<String> names(String path, JsonNode list) {
        Set<String> names = new LinkedHashSet<>();
        if (list.isMissingNode()) {
            return names;
        }
        if (!list.isArray()) {
            throw bad(path, "a list of inspector ids", list);
        }
        for (JsonNode name : list) {
            if (!name.isTextual()) {
                throw bad(path, "a list of inspector ids", list);
            }
            names.add(name.asText());
        }
        return names;
    }

    private void object(String path, JsonNode node, List<String> keys) {
        if (!node.isObject()) {
            throw bad(path.isEmpty() ? "the file" : path, "an object in braces", node);
        }
        for (Iterator<String> found = node.fieldNames(); found.hasNext() && !keys.isEmpty(); ) {
            String key = found.next();
            if (!keys.contains(key)) {
                throw new InvalidRequestException(
                        "configuration " + file + ": unknown key \"" + key + "\": expected " + String.join(", ", keys));
            }
        }
    }

    private InvalidRequestException bad(String path, String expected, JsonNode found) {
        String text = found.isMissingNode() ? "nothing" : found.toString();
        return new InvalidRequestException("configuration " + file + ": " + path + ": expected " + expected + ", found "
                + (text.length() > 60 ? text.substring(0, 60) + "..." : text));
    }
}
