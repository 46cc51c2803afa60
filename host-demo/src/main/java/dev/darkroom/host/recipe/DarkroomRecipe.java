package dev.darkroom.host.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.api.generation.Decoding;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.generation.Provenance;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.host.image.PngMetadata;
import dev.darkroom.host.image.ResultJson;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a recipe from the JSON that {@link ResultJson} writes. It must be whole: a default would be another picture. */
final class DarkroomRecipe {

    private final Draft draft;
    private final JsonNode root;

    private DarkroomRecipe(Draft draft, JsonNode root) {
        this.draft = draft;
        this.root = root;
    }

    static Recipe read(Path file, PngMetadata png, String text) {
        Draft draft = new Draft(file, Origin.DARKROOM);
        DarkroomRecipe recipe = new DarkroomRecipe(draft, JsonText.object(draft, ResultJson.KEYWORD, text));
        int format = recipe.whole("/format");
        if (format != ResultJson.FORMAT) {
            throw draft.bad("format", String.valueOf(ResultJson.FORMAT), format + " (another version of Darkroom)");
        }
        return draft.finish(recipe::request, Optional.of(recipe.provenance()), png);
    }

    private GenerationRequest request() {
        GenerationRequest.Builder builder = GenerationRequest.of(text("/request/prompt"))
                .negativePrompt(text("/request/negativePrompt"))
                .model(text("/model"))
                .weights(constant(Weights.class, "/request/weights"))
                .precision(constant(Precision.class, "/request/precision"))
                .size(whole("/width"), whole("/height"))
                .sampler(choice("/request/sampler"))
                .schedule(choice("/request/schedule"))
                .guidance(choice("/request/guidance"))
                .noise(choice("/request/noise"))
                .process(process())
                .decoding(decoding())
                .steps(whole("/request/steps"))
                .cfgScale(draft.number("cfgScale", scalar("/request/cfgScale")))
                // Picture k of a batch is the picture of seed + k made alone.
                .seed(draft.seed(scalar("/seed")))
                .sgmNoiseMultiplier(root.at("/request/sgmNoiseMultiplier").asBoolean());
        return builder.build();
    }

    private ProcessOverrides process() {
        JsonNode process = root.at("/request/process");
        if (process.isMissingNode()) {
            return ProcessOverrides.NONE;
        }
        Optional<PredictionType> prediction = process.has("prediction")
                ? Optional.of(constant(PredictionType.class, "/request/process/prediction"))
                : Optional.empty();
        Optional<ProcessOverrides.Betas> betas = process.has("betaSchedule")
                ? Optional.of(new ProcessOverrides.Betas(
                        BetaSchedule.of(text("/request/process/betaSchedule")),
                        draft.number("betaStart", scalar("/request/process/betaStart")),
                        draft.number("betaEnd", scalar("/request/process/betaEnd"))))
                : Optional.empty();
        return new ProcessOverrides(prediction, betas, process.path("zeroSnr").asBoolean());
    }

    private Decoding decoding() {
        return root.at("/request/decoding").isMissingNode()
                ? Decoding.WHOLE
                : new Decoding(whole("/request/decoding/tile"), whole("/request/decoding/overlap"));
    }

    private Provenance provenance() {
        return new Provenance(
                text("/software"),
                text("/engine"),
                text("/device"),
                text("/model"),
                texts("/files"),
                plugins(),
                text("/sampler"),
                text("/schedule"),
                text("/guidance"),
                text("/noise"),
                whole("/width"),
                whole("/height"),
                texts("/notes"));
    }

    private Map<String, String> plugins() {
        Map<String, String> plugins = new LinkedHashMap<>();
        root.at("/plugins")
                .properties()
                .forEach(plugin -> plugins.put(
                        plugin.getKey(),
                        (plugin.getValue().path("version").asText() + " "
                                        + plugin.getValue().path("sha256").asText())
                                .strip()));
        return plugins;
    }

    private Choice choice(String path) {
        return new Choice(text(path + "/name"), texts(path + "/options"));
    }

    private Map<String, String> texts(String path) {
        Map<String, String> texts = new LinkedHashMap<>();
        root.at(path)
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private String text(String path) {
        JsonNode node = root.at(path);
        if (!node.isTextual()) {
            throw draft.bad(path.substring(1), "a text", found(node));
        }
        return node.asText();
    }

    private int whole(String path) {
        return draft.whole(path.substring(1), scalar(path));
    }

    private String scalar(String path) {
        JsonNode node = root.at(path);
        if (!node.isNumber()) {
            throw draft.bad(path.substring(1), "a number", found(node));
        }
        return node.asText();
    }

    private static String found(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node.toString();
    }

    private <E extends Enum<E>> E constant(Class<E> type, String path) {
        return draft.constant(type, path.substring(1), text(path));
    }
}
