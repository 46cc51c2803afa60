package dev.darkroom.host.recipe;

import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.host.image.PngMetadata;
import dev.darkroom.host.recipe.ComfyGraph.Node;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a recipe from ComfyUI's {@code prompt}: from the picture's output node up to the sampler, and from its inputs to the
 * texts, the empty latent and the checkpoint.
 *
 * <p>Defaults are ComfyUI's on a GPU: noise source {@code comfy}, a first state of {@code sqrt(1 + sigma^2)} times the noise.
 */
final class ComfyRecipe {

    private static final List<String> OUTPUTS = List.of("SaveImage", "PreviewImage");
    private static final List<String> PLAIN = List.of("VAEDecode", "Reroute");

    private final Draft draft;
    private final ComfyGraph graph;
    private final Node sampler;

    private ComfyRecipe(Draft draft, ComfyGraph graph) {
        this.draft = draft;
        this.graph = graph;
        this.sampler = sampler();
    }

    static Recipe read(Path file, PngMetadata png, String text) {
        Draft draft = new Draft(file, Origin.COMFYUI);
        ComfyRecipe recipe = new ComfyRecipe(draft, new ComfyGraph(JsonText.object(draft, "prompt", text)));
        return draft.finish(recipe::request, Optional.empty(), png);
    }

    private static boolean isSampler(Node node) {
        return node.has("latent_image") && (node.has("positive") || node.has("guider"));
    }

    private Node sampler() {
        Optional<Node> output = graph.nodes().stream()
                .filter(node -> OUTPUTS.contains(node.type()))
                .findFirst();
        List<Node> before = output.map(node -> graph.upstream(node, List.of("images"), ComfyRecipe::isSampler))
                .orElse(graph.nodes());
        Node last = before.stream()
                .filter(ComfyRecipe::isSampler)
                .findFirst()
                .orElseThrow(() -> draft.bad("the graph", "a sampler node, as KSampler", "none before the picture"));
        if (output.isPresent()) {
            remarkOnChanges(before);
        }
        List<Node> earlier = graph.upstream(last, List.of("latent_image"), node -> false).stream()
                .filter(ComfyRecipe::isSampler)
                .toList();
        if (earlier.isEmpty()) {
            return last;
        }
        draft.note("sampled in " + (earlier.size() + 1) + " passes: only the first is repeated");
        return earlier.get(earlier.size() - 1);
    }

    /** Whatever has an image or samples and stands between sampler and output changed the picture. */
    private void remarkOnChanges(List<Node> between) {
        between.stream()
                .filter(node -> !isSampler(node) && !PLAIN.contains(node.type()))
                .filter(node -> node.has("image") || node.has("images") || node.has("samples") || node.has("pixels"))
                .forEach(node -> draft.note(node.type() + ": what it did to the picture is not repeated"));
        between.stream()
                .filter(node -> node.type().equals("VAELoader"))
                .forEach(node ->
                        draft.note("VAE " + graph.value(node, "vae_name").orElse("") + ": the model's own is used"));
    }

    private GenerationRequest request() {
        Node guider = graph.linked(sampler, "guider").orElse(sampler);
        String positive = prompt(guider, "positive")
                .or(() -> prompt(guider, "conditioning"))
                .orElse("");
        String negative = prompt(guider, "negative").orElse("");
        draft.remarkOnSyntax(positive + " " + negative);
        GenerationRequest.Builder builder = GenerationRequest.of(positive)
                .negativePrompt(negative)
                .noise(Choice.of("comfy"))
                .sgmNoiseMultiplier(true);
        setting("cfg", "guider")
                .ifPresentOrElse(value -> builder.cfgScale(draft.number("cfg", value)), () -> builder.cfgScale(1));
        builder.seed(setting("seed", "noise")
                .or(() -> setting("noise_seed", "noise"))
                .map(draft::seed)
                .orElseThrow(() -> draft.bad("seed", "a number", "nothing")));
        builder.steps(draft.whole(
                "steps", setting("steps", "sigmas").orElseThrow(() -> draft.bad("steps", "a number", "nothing"))));
        sampling(builder);
        latent(builder);
        model(builder, guider);
        return builder.build();
    }

    /** Returns a setting of the sampler, or of the node it is linked to for it, as SamplerCustom is. */
    private Optional<String> setting(String name, String link) {
        return graph.value(sampler, name)
                .or(() -> graph.linked(sampler, link).flatMap(node -> graph.value(node, name)));
    }

    private void sampling(GenerationRequest.Builder builder) {
        String name = setting("sampler_name", "sampler")
                .orElseThrow(() -> draft.bad("sampler_name", "the name of a sampler", "nothing"));
        // ComfyUI runs Euler under this name.
        builder.sampler(Choice.of(name.equals("ddim") ? "euler" : name));
        Optional<String> scheduler = setting("scheduler", "sigmas");
        if (scheduler.isPresent()) {
            builder.schedule(Choice.of(scheduler.get()));
        } else {
            Optional<String> type = graph.linked(sampler, "sigmas").map(Node::type);
            builder.schedule(
                    Choice.of(type.orElseThrow(() -> draft.bad("scheduler", "the name of a scheduler", "nothing"))
                            .replace("Scheduler", "")));
        }
        setting("denoise", "sigmas")
                .map(value -> draft.number("denoise", value))
                .filter(value -> value < 1)
                .ifPresent(value -> draft.note("denoise " + value + ": the whole way from pure noise is made"));
        graph.value(sampler, "start_at_step")
                .filter(value -> !value.equals("0"))
                .ifPresent(value -> draft.note("start_at_step " + value + ": all steps are taken"));
    }

    private void latent(GenerationRequest.Builder builder) {
        List<Node> before = graph.upstream(sampler, List.of("latent_image"), node -> false);
        before.stream()
                .filter(node -> node.type().startsWith("Empty") && node.has("width") && node.has("height"))
                .findFirst()
                .ifPresentOrElse(
                        node -> {
                            builder.size(
                                    draft.whole(
                                            "width", graph.value(node, "width").orElse("")),
                                    draft.whole(
                                            "height",
                                            graph.value(node, "height").orElse("")));
                            graph.value(node, "batch_size")
                                    .filter(size -> !size.equals("1"))
                                    .ifPresent(size -> draft.note(
                                            "batch of " + size + ": its first picture is repeated, whichever this is"));
                        },
                        () -> draft.note("it started from another picture, which is not in the file; it is made from"
                                + " pure noise"));
    }

    private Optional<String> prompt(Node from, String side) {
        Optional<Node> next = graph.linked(from, side);
        for (int hops = 0; next.isPresent() && hops < 100; hops++) {
            Node node = next.get();
            for (String input : List.of("text", "text_g", "t5xxl", "clip_l")) {
                if (node.has(input)) {
                    return Optional.of(graph.value(node, input)
                            .orElseThrow(() -> draft.bad(side, "a text", "a link that leads to none")));
                }
            }
            if (node.type().equals("ConditioningZeroOut")) {
                draft.note(side + " ConditioningZeroOut: an empty prompt is taken for it");
                return Optional.of("");
            }
            if (!node.type().equals("Reroute")) {
                draft.note(side + " through " + node.type() + ": only the text is taken over");
            }
            next = List.of(side, "conditioning", "conditioning_to", "conditioning_1").stream()
                    .map(input -> graph.linked(node, input))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return Optional.empty();
    }

    private void model(GenerationRequest.Builder builder, Node guider) {
        Map<String, String> guidance = new LinkedHashMap<>();
        Optional<PredictionType> prediction = Optional.empty();
        boolean zeroSnr = false;
        for (Node node : graph.upstream(guider, List.of("model"), node -> false)) {
            switch (node.type()) {
                case "ModelSamplingDiscrete" -> {
                    prediction = graph.value(node, "sampling").flatMap(ComfyRecipe::prediction);
                    zeroSnr = graph.value(node, "zsnr").filter("true"::equals).isPresent();
                }
                case "RescaleCFG" -> graph.value(node, "multiplier").ifPresent(phi -> guidance.put("phi", phi));
                case "LoraLoader", "LoraLoaderModelOnly" ->
                    draft.note("LoRA " + graph.value(node, "lora_name").orElse("") + ": no such network is loaded");
                case "CLIPSetLastLayer" -> draft.note("CLIPSetLastLayer: the text encoder's last layer is used");
                default -> file(node).ifPresent(builder::model);
            }
        }
        builder.process(new ProcessOverrides(prediction, Optional.empty(), zeroSnr));
        if (!guidance.isEmpty()) {
            builder.guidance(new Choice("RescaleCFG", guidance));
        }
    }

    private static Optional<PredictionType> prediction(String sampling) {
        return switch (sampling) {
            case "eps" -> Optional.of(PredictionType.EPSILON);
            case "v_prediction" -> Optional.of(PredictionType.V);
            case "x0" -> Optional.of(PredictionType.SAMPLE);
            default -> Optional.empty();
        };
    }

    /** Returns the name of a loader's file without folders and extension. */
    private Optional<String> file(Node loader) {
        return graph.value(loader, "ckpt_name")
                .or(() -> graph.value(loader, "unet_name"))
                .map(name -> name.replaceAll("^.*[/\\\\]", "").replaceAll("\\.(safetensors|ckpt|pt|gguf|sft)$", ""));
    }
}
