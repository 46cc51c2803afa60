package dev.darkroom.plugin.loader.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.sampling.DiffusionProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the configuration files of a folder say, checked against one another. No graph is opened.
 *
 * @param path the absolute folder
 * @param network the folder of the network, {@code unet} or {@code transformer}
 * @param textEncoders the folders of the text encoders, in order; empty for unconditional models
 * @param latentSpace the autoencoder's numbers; empty for pixel-space models
 * @param channels channels of the denoised space
 * @param height native picture height
 * @param width native picture width
 * @param crossAttention the width of the network's text input, -1 if not stated
 * @param process the noise process
 */
record ModelFolder(
        Path path,
        String network,
        List<String> textEncoders,
        Optional<LatentSpace> latentSpace,
        int channels,
        int height,
        int width,
        int crossAttention,
        DiffusionProcess process) {

    static final String INDEX = "model_index.json";

    private static final String SUGGESTIONS = "darkroom.json";
    private static final String DISTILLED = "distilled";
    private static final String MEASURES = "measures";

    private static final String EXPORT = "; export it with: optimum-cli export onnx --model <folder> <new folder>";

    /**
     * The numbers around an autoencoder: {@code z = (latent - shift) * scale}.
     *
     * @param factor pixels a latent cell is wide
     * @param scale diffusers' {@code scaling_factor}
     * @param shift diffusers' {@code shift_factor}
     */
    record LatentSpace(int factor, double scale, double shift) {}

    /** Returns the pixels a cell of the denoised space is wide. */
    int factor() {
        return latentSpace.map(LatentSpace::factor).orElse(1);
    }

    /**
     * Reads a folder.
     *
     * @return empty if it is not of this layout
     * @throws ModelException if it is, but incomplete or damaged
     */
    static Optional<ModelFolder> read(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        boolean indexed = Files.isRegularFile(path.resolve(INDEX));
        Optional<String> network = Stream.of("unet", "transformer")
                .filter(name -> Files.isDirectory(path.resolve(name)))
                .findFirst();
        if (!indexed
                && (network.isEmpty()
                        || GraphFiles.in(path.resolve(network.get())).isEmpty())) {
            return Optional.empty();
        }
        Config index = Config.read(path, INDEX);
        String id = Config.id(path);
        if (!holdsGraphs(path) && holds(path, ".safetensors", ".bin", ".msgpack")) {
            throw new ModelException(id + ": expected ONNX graphs, found the weights of another framework" + EXPORT);
        }
        String found = network.orElseThrow(() ->
                new ModelException(id + ": the component unet (or transformer) is missing; fetch the folder again"));
        return Optional.of(read(path, index, found));
    }

    private static ModelFolder read(Path path, Config index, String network) {
        String id = Config.id(path);
        index.root().properties().forEach(entry -> {
            boolean used = entry.getKey().matches("text_encoder.*|tokenizer.*|unet|transformer|vae_decoder|scheduler");
            boolean declared =
                    entry.getValue().isArray() && entry.getValue().path(0).isTextual();
            if (used && declared && !Files.isDirectory(path.resolve(entry.getKey()))) {
                throw new ModelException(id + ": the component " + entry.getKey() + ", which " + INDEX
                        + " lists, is missing; the folder is incomplete, fetch it again");
            }
        });
        GraphFiles.require(path, network);
        List<String> encoders = Stream.of("text_encoder", "text_encoder_2")
                .filter(name -> Files.isDirectory(path.resolve(name)))
                .toList();
        for (String encoder : encoders) {
            GraphFiles.require(path, encoder);
            String tokenizer = tokenizerOf(encoder);
            if (!Files.isDirectory(path.resolve(tokenizer))) {
                throw new ModelException(id + ": the component " + tokenizer + " is missing; fetch the folder again");
            }
        }
        Config config = Config.read(path, network + "/config.json");
        int channels = config.size("in_channels");
        if (config.has("out_channels") && config.size("out_channels") != channels) {
            throw config.bad(
                    "out_channels",
                    channels + " as in_channels (inpainting, instruct and learned-variance models are not supported)",
                    config.size("out_channels"));
        }
        Optional<LatentSpace> latents = latentSpace(path, channels, network);
        int[] nativeSize = nativeSize(path, config, latents);
        DiffusionProcess process = NoiseProcess.of(Config.read(path, "scheduler/scheduler_config.json"));
        int cross = config.root().path("cross_attention_dim").isInt() ? config.size("cross_attention_dim") : -1;
        return new ModelFolder(
                path, network, encoders, latents, channels, nativeSize[0], nativeSize[1], cross, process);
    }

    private static Optional<LatentSpace> latentSpace(Path path, int channels, String network) {
        if (!Files.isDirectory(path.resolve("vae_decoder"))) {
            if (channels == 3) {
                return Optional.empty();
            }
            throw new ModelException(Config.id(path) + ": the component vae_decoder is missing; " + network
                    + " works on " + channels + " channels, so it is no pixel-space model (3)");
        }
        GraphFiles.require(path, "vae_decoder");
        Config vae = Config.read(path, "vae_decoder/config.json");
        if (vae.has("latent_channels") && vae.size("latent_channels") != channels) {
            throw vae.bad(
                    "latent_channels", channels + " as " + network + "'s in_channels", vae.size("latent_channels"));
        }
        JsonNode levels = vae.root().path("block_out_channels");
        if (!levels.isArray() || levels.isEmpty() || levels.size() > 8) {
            throw vae.bad("block_out_channels", "an array of 1 to 8 numbers", levels);
        }
        double scale = vae.number("scaling_factor", 0.18215);
        if (scale == 0) {
            throw vae.bad("scaling_factor", "a number other than 0", scale);
        }
        return Optional.of(new LatentSpace(1 << levels.size() - 1, scale, vae.number("shift_factor", 0)));
    }

    private static int[] nativeSize(Path path, Config network, Optional<LatentSpace> latents) {
        int factor = latents.map(LatentSpace::factor).orElse(1);
        int[] size;
        if (network.has("sample_size")) {
            size = network.heightAndWidth("sample_size");
            size = new int[] {size[0] * factor, size[1] * factor};
        } else {
            Config vae = Config.find(path, "vae_decoder/config.json")
                    .filter(config -> config.has("sample_size"))
                    .orElseThrow(() -> network.bad(
                            "sample_size", "the native size", network.root().path("sample_size")));
            size = vae.heightAndWidth("sample_size");
        }
        if (size[0] > 16384 || size[1] > 16384) {
            throw network.bad("sample_size", "at most 16384 pixels", size[1] + "x" + size[0]);
        }
        return size;
    }

    /** Returns the tokenizer folder of a text encoder folder. */
    static String tokenizerOf(String encoder) {
        return encoder.replace("text_encoder", "tokenizer");
    }

    /** Returns the card of this folder. */
    ModelCard card(String loader) {
        int maxTokens = textEncoders.isEmpty() ? 0 : PromptFormat.maxTokens(path, textEncoders.get(0));
        Set<Weights> weights = EnumSet.noneOf(Weights.class);
        Set<Precision> precisions = EnumSet.noneOf(Precision.class);
        for (GraphFiles.Variant variant : GraphFiles.in(path.resolve(network)).keySet()) {
            weights.add(variant.weights());
            precisions.add(variant.precision());
        }
        return new ModelCard(
                Config.id(path),
                path,
                loader,
                Config.read(path, INDEX).text("_class_name", "Hugging Face ONNX folder"),
                width,
                height,
                channels,
                factor(),
                process.prediction(),
                isDistilled(),
                maxTokens,
                weights,
                precisions,
                defaults(),
                measures());
    }

    /**
     * A consistency model says so by its scheduler, or by a network that takes the guidance scale as an input; of others
     * (Turbo, Lightning) only whoever made the folder knows.
     */
    private boolean isDistilled() {
        String scheduler = Config.read(path, "scheduler/scheduler_config.json").text("_class_name", "");
        return scheduler.equals("LCMScheduler")
                || scheduler.equals("TCDScheduler")
                || Config.read(path, network + "/config.json").has("time_cond_proj_dim")
                || Config.find(path, SUGGESTIONS)
                        .filter(config -> config.flag(DISTILLED))
                        .isPresent();
    }

    private Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        Config.find(path, SUGGESTIONS)
                .ifPresent(config -> config.root().properties().forEach(field -> {
                    if (field.getKey().equals(MEASURES)) {
                        return;
                    }
                    if (!field.getValue().isValueNode() || field.getValue().isNull()) {
                        throw config.bad(field.getKey(), "a text, number or boolean", field.getValue());
                    }
                    if (!field.getKey().equals(DISTILLED)) {
                        defaults.put(field.getKey(), field.getValue().asText());
                    }
                }));
        return defaults;
    }

    /** What the maker of the folder measured of the sound model, for a diagnosis to compare with. */
    private Map<String, Double> measures() {
        Map<String, Double> measures = new LinkedHashMap<>();
        Config.find(path, SUGGESTIONS)
                .ifPresent(config -> config.root().path(MEASURES).properties().forEach(field -> {
                    if (!field.getValue().isNumber()
                            || !Double.isFinite(field.getValue().doubleValue())) {
                        throw config.bad(MEASURES + "." + field.getKey(), "a number", field.getValue());
                    }
                    measures.put(field.getKey(), field.getValue().doubleValue());
                }));
        return measures;
    }

    private static boolean holdsGraphs(Path path) {
        return holds(path, ".onnx");
    }

    private static boolean holds(Path path, String... endings) {
        try (Stream<Path> files = Files.walk(path, 2)) {
            return files.map(file -> file.getFileName().toString().toLowerCase(Locale.ROOT))
                    .anyMatch(name -> Stream.of(endings).anyMatch(name::endsWith));
        } catch (IOException | UncheckedIOException e) {
            throw new ModelException(Config.id(path) + ": the folder cannot be read: " + e.getMessage(), e);
        }
    }
}
