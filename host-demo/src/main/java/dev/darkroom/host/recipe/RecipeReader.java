package dev.darkroom.host.recipe;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.host.image.Infotext;
import dev.darkroom.host.image.PngMetadata;
import dev.darkroom.host.image.ResultJson;
import dev.darkroom.host.plugin.PluginHost;
import java.nio.file.Path;
import java.util.Optional;

/** Reads how a PNG was made. */
public final class RecipeReader {

    private static final String COMFYUI = "prompt";

    private final PluginHost plugins;

    /**
     * Creates a reader.
     *
     * @param plugins the installed extensions: they tell which names are samplers and which options those have
     */
    public RecipeReader(PluginHost plugins) {
        this.plugins = plugins;
    }

    /**
     * Reads a recipe: Darkroom's own where there is one, else A1111's, else ComfyUI's.
     *
     * @param file a PNG
     * @return how it was made
     * @throws dev.darkroom.api.DarkroomException if the file is no whole PNG
     * @throws InvalidRequestException if it does not tell how it was made, or tells what cannot be
     */
    public Recipe read(Path file) {
        PngMetadata png = PngMetadata.read(file);
        Optional<String> own = png.text(ResultJson.KEYWORD);
        if (own.isPresent()) {
            return DarkroomRecipe.read(file, png, own.get());
        }
        Optional<String> infotext = png.text(Infotext.KEYWORD);
        if (infotext.isPresent()) {
            return A1111Recipe.read(file, png, infotext.get(), plugins);
        }
        Optional<String> graph = png.text(COMFYUI);
        if (graph.isPresent()) {
            return ComfyRecipe.read(file, png, graph.get());
        }
        throw new InvalidRequestException(file + ": expected a PNG that tells how it was made (texts "
                + ResultJson.KEYWORD + ", " + Infotext.KEYWORD + " or " + COMFYUI + "), found "
                + (png.texts().isEmpty() ? "no texts" : "none of them")
                + "; say it yourself: a prompt and its options");
    }
}
