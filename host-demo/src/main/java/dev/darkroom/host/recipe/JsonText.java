package dev.darkroom.host.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.darkroom.host.plugin.Text;

/** Reads JSON of strangers: an object, nested at most as deep as Jackson allows, or one line of complaint. */
final class JsonText {

    // Python writes NaN, and ComfyUI puts it into its graphs.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    static JsonNode object(Draft draft, String what, String text) {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw draft.bad(what, "whole JSON", Text.json(e));
        }
        if (!node.isObject()) {
            throw draft.bad(what, "a JSON object", text);
        }
        return node;
    }
}
