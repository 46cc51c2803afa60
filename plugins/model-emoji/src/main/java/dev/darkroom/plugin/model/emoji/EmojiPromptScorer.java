package dev.darkroom.plugin.model.emoji;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.alignment.PromptAlignment;
import dev.darkroom.api.alignment.PromptScorer;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.runtime.InferenceRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.Extension;

/**
 * A pair of contrastively trained encoders in a model's {@code scorer} folder, after CLIP (Radford et al. 2021): {@code
 * image_encoder.onnx}, {@code text_encoder.onnx} and {@code config.json}. Prompts are read by the model's own {@code
 * tokenizer}.
 */
@Extension
public final class EmojiPromptScorer implements PromptScorer {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "scorer-folder",
                    "Contrastive scorer",
                    "Compares picture and prompt with the two small encoders in a model's scorer folder.")
            .from("Radford et al. 2021, arXiv:2103.00020");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public boolean supports(ModelCard model) {
        Path folder = model.folder().resolve("scorer");
        return List.of("image_encoder.onnx", "text_encoder.onnx", "config.json").stream()
                .allMatch(file -> Files.isRegularFile(folder.resolve(file)));
    }

    @Override
    public PromptAlignment open(ModelCard model, InferenceRuntime runtime) {
        return new ContrastiveAlignment(ScorerConfig.read(model.id(), model.folder()), model.folder(), runtime);
    }
}
