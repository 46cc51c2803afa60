package dev.darkroom.plugin.loader.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/** How prompts are cut and padded for one text encoder. */
final class PromptFormat {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PromptFormat() {}

    /**
     * Returns how many tokens an encoder sees: the tokenizer's limit, or the encoder's where the tokenizer states none
     * (transformers writes 1e30 then).
     */
    static int maxTokens(Path model, String encoder) {
        String tokenizer = ModelFolder.tokenizerOf(encoder);
        double limit = Config.find(model, tokenizer + "/tokenizer_config.json")
                .map(config -> config.number("model_max_length", Double.MAX_VALUE))
                .orElse(Double.MAX_VALUE);
        if (limit > 100_000) {
            Config config = Config.read(model, encoder + "/config.json");
            return config.size("max_position_embeddings");
        }
        if (limit < 1 || limit != Math.rint(limit)) {
            throw new ModelException(Config.id(model) + ": " + tokenizer + "/tokenizer_config.json, model_max_length:"
                    + " expected a whole number from 1, found " + limit);
        }
        return (int) limit;
    }

    /**
     * Returns the id that fills a prompt up.
     *
     * @throws ModelException if no file of the folder tells it
     */
    static long padding(Path model, String encoder) {
        String folder = ModelFolder.tokenizerOf(encoder);
        for (String file : new String[] {"tokenizer_config.json", "special_tokens_map.json"}) {
            JsonNode pad = Config.find(model, folder + "/" + file)
                    .map(config -> config.root().path("pad_token"))
                    .orElse(JSON.missingNode());
            String token =
                    pad.isTextual() ? pad.textValue() : pad.path("content").textValue();
            if (token != null) {
                OptionalLong id = idOf(model, folder, token);
                if (id.isPresent()) {
                    return id.getAsLong();
                }
            }
        }
        JsonNode stated = Config.find(model, encoder + "/config.json")
                .map(config -> config.root().path("pad_token_id"))
                .orElse(JSON.missingNode());
        if (stated.isIntegralNumber()) {
            return stated.longValue();
        }
        throw new ModelException(Config.id(model) + ": neither " + folder + " nor " + encoder
                + "/config.json tells the padding token (pad_token, pad_token_id)");
    }

    private static OptionalLong idOf(Path model, String folder, String token) {
        JsonNode vocabulary =
                Config.find(model, folder + "/vocab.json").map(Config::root).orElse(null);
        Path whole = model.resolve(folder).resolve("tokenizer.json");
        if (Files.isRegularFile(whole)) {
            JsonNode added = topLevel(whole, "added_tokens");
            for (JsonNode entry : added) {
                if (token.equals(entry.path("content").textValue())
                        && entry.path("id").isIntegralNumber()) {
                    return OptionalLong.of(entry.path("id").longValue());
                }
            }
            if (vocabulary == null) {
                vocabulary = topLevel(whole, "model").path("vocab");
            }
        }
        for (Map.Entry<String, JsonNode> entry : Config.find(model, folder + "/tokenizer_config.json")
                .map(config -> config.root().path("added_tokens_decoder"))
                .orElse(JSON.missingNode())
                .properties()) {
            if (token.equals(entry.getValue().path("content").textValue())) {
                return OptionalLong.of(Long.parseLong(entry.getKey()));
            }
        }
        return vocabulary != null && vocabulary.path(token).isIntegralNumber()
                ? OptionalLong.of(vocabulary.path(token).longValue())
                : OptionalLong.empty();
    }

    /** Reads one field without building the megabytes around it. */
    private static JsonNode topLevel(Path file, String field) {
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return JSON.missingNode();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = field.equals(parser.currentName());
                parser.nextToken();
                if (found) {
                    return JSON.readTree(parser);
                }
                parser.skipChildren();
            }
            return JSON.missingNode();
        } catch (IOException e) {
            throw new ModelException(
                    file.getParent().getFileName() + "/" + file.getFileName()
                            + ": not valid JSON; fetch the file again",
                    e);
        }
    }
}
