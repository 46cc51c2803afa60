package dev.darkroom.plugin.loader.onnx;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.model.DiffusionModel;
import dev.darkroom.api.model.GraphCheck;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.model.ModelGraph;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.lint.GraphLint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Loads folders in the Hugging Face ONNX layout: {@code model_index.json}, {@code scheduler/}, {@code unet/} or {@code
 * transformer/}, and, as the model has them, {@code tokenizer/}, {@code text_encoder/}, {@code vae_decoder/}, {@code
 * vae_encoder/}. An optional {@code darkroom.json} holds suggested option values by option name.
 */
@Extension
public final class OnnxModelLoader implements ModelLoader {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "onnx", "Hugging Face ONNX folder", "Loads diffusers pipelines exported to ONNX.")
            .alias("diffusers-onnx", "optimum")
            .from("https://huggingface.co/docs/optimum/exporters/onnx/overview");

    private static final List<String> COMPONENTS =
            List.of("text_encoder", "text_encoder_2", "unet", "transformer", "vae_decoder", "vae_encoder");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Optional<ModelCard> inspect(Path folder) {
        return ModelFolder.read(folder).map(found -> found.card(INFO.id()));
    }

    @Override
    public List<ModelGraph> graphs(ModelCard card) {
        List<ModelGraph> graphs = new ArrayList<>();
        for (String component : COMPONENTS) {
            GraphFiles.in(card.folder().resolve(component)).entrySet().stream()
                    .sorted(Map.Entry.comparingByValue())
                    .forEach(entry -> graphs.add(new ModelGraph(
                            component, entry.getKey().weights(), entry.getKey().precision(), entry.getValue())));
        }
        return graphs;
    }

    @Override
    public GraphCheck check(ModelGraph graph, String device) {
        return GraphLint.check(Graph.read(graph.file()), device, true);
    }

    @Override
    public DiffusionModel load(ModelCard card, Settings settings, InferenceRuntime runtime) {
        ModelFolder folder = ModelFolder.read(card.folder())
                .orElseThrow(() -> new ModelException(
                        card.id() + ": expected a Hugging Face ONNX folder at " + card.folder() + ", found none"));
        int factor = folder.factor();
        if (settings.width() < 1
                || settings.height() < 1
                || settings.width() % factor != 0
                || settings.height() % factor != 0) {
            throw new ModelException(card.id() + ": expected a width and height that are multiples of " + factor
                    + ", found " + settings.width() + "x" + settings.height());
        }
        return new OnnxDiffusionModel(folder, card, settings, runtime);
    }
}
