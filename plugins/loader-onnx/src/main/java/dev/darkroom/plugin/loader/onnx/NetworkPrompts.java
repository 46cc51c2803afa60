package dev.darkroom.plugin.loader.onnx;

import dev.darkroom.api.model.EmbeddingTensor;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.model.PromptEmbedding;
import dev.darkroom.api.model.PromptEncoder;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.plugin.loader.onnx.TextEncoder.Encoded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes prompts into the inputs a network has. Networks with {@code text_embeds} are of SDXL's kind: the penultimate
 * hidden states of all encoders side by side, and the pooled output of the last (Podell et al. 2023, section 2.1).
 */
final class NetworkPrompts implements PromptEncoder {

    private final List<TextEncoder> encoders;
    private final NetworkPredictor network;

    NetworkPrompts(List<TextEncoder> encoders, NetworkPredictor network) {
        this.encoders = List.copyOf(encoders);
        this.network = network;
    }

    @Override
    public PromptEmbedding encode(String prompt, Cancellation cancellation) {
        // Only models with two encoders can be of SDXL's kind; for the others this must not wait for the network.
        boolean pooled = encoders.size() > 1 && network.input("text_embeds").isPresent();
        List<Encoded> encoded = encoders.stream()
                .map(encoder -> encoder.encode(prompt, pooled, cancellation))
                .toList();
        Encoded first = encoded.get(0);
        Map<String, EmbeddingTensor> tensors = new HashMap<>();
        tensors.put("encoder_hidden_states", pooled ? sideBySide(encoded) : first.hidden());
        tensors.put("encoder_attention_mask", first.mask());
        if (pooled) {
            tensors.put(
                    "text_embeds",
                    encoded.get(encoded.size() - 1)
                            .pooled()
                            .orElseThrow(() -> new ModelException(
                                    "text_encoder_2: expected an output text_embeds or pooler_output, found none")));
        }
        return new PromptEmbedding(tensors, first.tokens(), encoders.get(0).length());
    }

    private static EmbeddingTensor sideBySide(List<Encoded> parts) {
        int length = (int) parts.get(0).hidden().shape()[1];
        int width =
                parts.stream().mapToInt(part -> (int) part.hidden().shape()[2]).sum();
        float[] joined = new float[length * width];
        int column = 0;
        for (Encoded part : parts) {
            int own = (int) part.hidden().shape()[2];
            if (part.hidden().shape()[1] != length) {
                throw new ModelException("text encoders: expected equal lengths, found " + length + " and "
                        + part.hidden().shape()[1]);
            }
            for (int row = 0; row < length; row++) {
                part.hidden().asBuffer().position(row * own).get(joined, row * width + column, own);
            }
            column += own;
        }
        return EmbeddingTensor.of(new long[] {1, length, width}, joined);
    }
}
