package dev.darkroom.plugin.model.emoji;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The numbers the encoders were trained with.
 *
 * @param imageSize width and height of the pictures, {@code image_size}
 * @param maxLength tokens of a prompt, special ones included, {@code max_position_embeddings}
 * @param padding the id that fills a prompt up, {@code pad_token_id}; by default that of the model's text encoder
 * @param darkest the network's value of a pixel of 0, {@code pixel_range[0]}
 * @param brightest the network's value of a pixel of 1, {@code pixel_range[1]}
 */
record ScorerConfig(int imageSize, int maxLength, long padding, double darkest, double brightest) {

    /**
     * Reads {@code scorer/config.json}.
     *
     * @param folder the model's folder
     * @throws ModelException if it is damaged or incomplete
     */
    static ScorerConfig read(String model, Path folder) {
        JsonNode root = json(model, folder, "scorer/config.json");
        JsonNode range = root.path("pixel_range");
        if (range.size() != 2 || !range.path(0).isNumber() || !range.path(1).isNumber()) {
            throw new ModelException(model + ": scorer/config.json, pixel_range: expected two numbers, found " + range);
        }
        JsonNode padded = root.has("pad_token_id") ? root : json(model, folder, "text_encoder/config.json");
        return new ScorerConfig(
                whole(model, root, "image_size", 1, 4096),
                whole(model, root, "max_position_embeddings", 1, 4096),
                whole(model, padded, "pad_token_id", 0, Integer.MAX_VALUE),
                range.get(0).doubleValue(),
                range.get(1).doubleValue());
    }

    private static JsonNode json(String model, Path folder, String file) {
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(folder.resolve(file)));
        } catch (IOException e) {
            throw new ModelException(model + ": " + file + ": missing or not valid JSON; fetch the file again", e);
        }
    }

    private static int whole(String model, JsonNode root, String field, int min, int max) {
        JsonNode value = root.path(field);
        if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
            throw new ModelException(model + ": scorer/config.json, " + field + ": expected a whole number from " + min
                    + " to " + max + ", found " + (value.isMissingNode() ? "nothing" : value));
        }
        return value.intValue();
    }
}
