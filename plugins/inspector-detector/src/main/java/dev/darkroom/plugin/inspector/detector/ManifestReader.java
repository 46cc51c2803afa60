package dev.darkroom.plugin.inspector.detector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One object of a manifest; complaints name the file and the field. */
final class ManifestReader {

    private final String name;
    private final JsonNode node;

    private ManifestReader(String name, JsonNode node) {
        this.name = name;
        this.node = node;
    }

    static ManifestReader of(Path file, String name) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    name + ": not valid JSON (line "
                            + (e.getLocation() == null ? 0 : e.getLocation().getLineNr()) + "): "
                            + e.getOriginalMessage().replaceAll("\\s+", " "),
                    e);
        } catch (IOException e) {
            throw new ModelException(name + ": cannot be read: " + e.getMessage(), e);
        }
        if (root == null || !root.isObject()) {
            throw new ModelException(name + ": expected an object in braces, found another kind of JSON");
        }
        return new ManifestReader(name, root);
    }

    /** Refuses misspelt fields: what is not read would be missed in silence. */
    ManifestReader only(String... known) {
        for (Iterator<String> fields = node.fieldNames(); fields.hasNext(); ) {
            String field = fields.next();
            if (!List.of(known).contains(field)) {
                throw new ModelException(name + ", " + field + ": expected one of " + String.join(", ", known)
                        + ", found a field that means nothing here");
            }
        }
        return this;
    }

    ManifestReader object(String field) {
        JsonNode value = node.path(field);
        if (!value.isObject()) {
            throw bad(field, "an object in braces", value);
        }
        return new ManifestReader(name + ", " + field, value);
    }

    String text(String field) {
        return optionalText(field).orElseThrow(() -> bad(field, "a text", node.path(field)));
    }

    Optional<String> optionalText(String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw bad(field, "a text", value);
        }
        return Optional.of(value.textValue());
    }

    <E extends Enum<E>> E choice(String field, Class<E> type, E absent) {
        Optional<String> said = optionalText(field);
        if (said.isEmpty()) {
            return absent;
        }
        for (E each : type.getEnumConstants()) {
            if (each.name().equalsIgnoreCase(said.get())) {
                return each;
            }
        }
        String known = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .toList());
        throw bad(field, "one of " + known, node.path(field));
    }

    int whole(String field, int min, int max) {
        JsonNode value = node.path(field);
        if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
            throw bad(field, "a whole number from " + min + " to " + max, value);
        }
        return value.intValue();
    }

    boolean flag(String field) {
        JsonNode value = node.path(field);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw bad(field, "true or false", value);
        }
        return value.asBoolean(false);
    }

    Optional<Double> probability(String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= 1)) {
            throw bad(field, "a number from 0 to 1", value);
        }
        return Optional.of(value.doubleValue());
    }

    /** Returns three finite numbers, one a channel; a single one counts for all. */
    double[] channels(String field, double absent) {
        JsonNode value = node.path(field);
        double[] numbers = new double[3];
        Arrays.fill(numbers, absent);
        for (int c = 0; c < 3 && !value.isMissingNode(); c++) {
            JsonNode one = value.isArray() && value.size() == 3 ? value.get(c) : value;
            if (!one.isNumber() || !Double.isFinite(one.doubleValue())) {
                throw bad(field, "a number, or three in brackets", value);
            }
            numbers[c] = one.doubleValue();
        }
        return numbers;
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        JsonNode value = node.path(field);
        if (!value.isMissingNode() && !value.isArray()) {
            throw bad(field, "texts in brackets", value);
        }
        for (JsonNode each : value) {
            if (!each.isTextual()) {
                throw bad(field, "texts in brackets", value);
            }
            texts.add(each.textValue());
        }
        return texts;
    }

    ModelException bad(String field, String expected, Object found) {
        boolean missing = found instanceof JsonNode value && value.isMissingNode();
        String text = missing ? "nothing" : String.valueOf(found);
        return new ModelException(name + ", " + field + ": expected " + expected + ", found "
                + (text.length() > 60 ? text.substring(0, 60) + "..." : text));
    }
}
