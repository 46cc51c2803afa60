package dev.darkroom.plugin.loader.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** One JSON file of a model folder, read with complaints that name the file and the field. */
final class Config {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final JsonNode root;

    private Config(String name, JsonNode root) {
        this.name = name;
        this.root = root;
    }

    /**
     * Reads a file that must exist.
     *
     * @throws ModelException if it is missing or no JSON object
     */
    static Config read(Path model, String file) {
        return find(model, file)
                .orElseThrow(() -> new ModelException(
                        id(model) + ": " + file + " is missing; the folder is incomplete, fetch or export it again"));
    }

    /** Reads a file if it exists. */
    static Optional<Config> find(Path model, String file) {
        Path path = model.resolve(file);
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        String name = id(model) + ": " + file;
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(path));
            if (root == null || !root.isObject()) {
                throw new ModelException(name + ": expected a JSON object; fetch the file again");
            }
            return Optional.of(new Config(name, root));
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    name + ": not valid JSON (line "
                            + (e.getLocation() == null ? 0 : e.getLocation().getLineNr()) + "); fetch the file again",
                    e);
        } catch (IOException e) {
            throw new ModelException(name + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the name people know a model folder by. */
    static String id(Path model) {
        return String.valueOf(model.toAbsolutePath().normalize().getFileName());
    }

    /** Returns the object itself. */
    JsonNode root() {
        return root;
    }

    /** Returns whether a field has a value other than null. */
    boolean has(String field) {
        return root.hasNonNull(field);
    }

    String text(String field, String absent) {
        JsonNode value = root.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isTextual()) {
            throw bad(field, "a text", value);
        }
        return value.textValue();
    }

    double number(String field, double absent) {
        JsonNode value = root.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw bad(field, "a number", value);
        }
        return value.doubleValue();
    }

    boolean flag(String field) {
        JsonNode value = root.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw bad(field, "true or false", value);
        }
        return value.asBoolean();
    }

    /** Returns a whole number of at least 1. */
    int size(String field) {
        return size(field, root.path(field));
    }

    /** Returns one or two sizes as {@code {height, width}}. */
    int[] heightAndWidth(String field) {
        JsonNode value = root.path(field);
        return value.isArray() && value.size() == 2
                ? new int[] {size(field, value.get(0)), size(field, value.get(1))}
                : new int[] {size(field), size(field)};
    }

    /** Returns the numbers of a non-empty array. */
    double[] numbers(String field) {
        JsonNode value = root.path(field);
        if (!value.isArray() || value.isEmpty()) {
            throw bad(field, "an array of numbers", value);
        }
        double[] numbers = new double[value.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!value.get(i).isNumber()) {
                throw bad(field + "[" + i + "]", "a number", value.get(i));
            }
            numbers[i] = value.get(i).doubleValue();
        }
        return numbers;
    }

    private int size(String field, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1) {
            throw bad(field, "a whole number from 1", value);
        }
        return value.intValue();
    }

    /** Returns the complaint about a field. */
    ModelException bad(String field, String expected, Object found) {
        boolean missing = found instanceof JsonNode node && node.isMissingNode();
        return new ModelException(
                name + ", " + field + ": expected " + expected + ", found " + (missing ? "nothing" : found));
    }
}
