package dev.darkroom.plugin.loader.onnx;

import dev.darkroom.api.model.EmbeddingTensor;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TensorSpec;
import dev.darkroom.api.runtime.TextTokenizer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One tokenizer and the encoder behind it. */
final class TextEncoder implements AutoCloseable {

    private final ModelFolder folder;
    private final String name;
    private final int length;
    private final Background<TextTokenizer> tokenizer;
    private final Background<InferenceSession> session;
    private final Tensors tensors;
    private final long padding;

    TextEncoder(
            ModelFolder folder,
            String name,
            int length,
            Background<TextTokenizer> tokenizer,
            Background<InferenceSession> session,
            InferenceRuntime runtime) {
        this.folder = folder;
        this.name = name;
        this.length = length;
        this.tokenizer = tokenizer;
        this.session = session;
        this.tensors = new Tensors(runtime);
        this.padding = PromptFormat.padding(folder.path(), name);
    }

    /**
     * What became of a prompt.
     *
     * @param hidden {@code [1,length,width]}
     * @param pooled {@code [1,width]}, where asked for
     * @param mask {@code [1,length]}, 1 where a token is, 0 where padding is
     * @param tokens tokens before truncation
     */
    record Encoded(EmbeddingTensor hidden, Optional<EmbeddingTensor> pooled, EmbeddingTensor mask, int tokens) {}

    int length() {
        return length;
    }

    /**
     * Encodes a prompt.
     *
     * @param penultimate the hidden states before the last layer, and the pooled output, as SDXL uses them, instead of
     *     the last
     */
    synchronized Encoded encode(String prompt, boolean penultimate, Cancellation cancellation) {
        long[] tokens = tokenizer.get().encode(prompt);
        long[] ids = fitted(tokens);
        float[] mask = new float[length];
        Arrays.fill(mask, 0, Math.min(tokens.length, length), 1);
        InferenceSession graph = session.get();
        Map<String, Tensor> in = new HashMap<>();
        for (TensorSpec spec : graph.inputs()) {
            Tensor tensor = tensors.get(spec.name(), spec.type(), inputShape(spec));
            switch (spec.name()) {
                case "input_ids" -> tensor.writeLongs(ids);
                case "attention_mask" -> tensor.writeFloats(FloatBuffer.wrap(mask));
                default ->
                    throw new ModelException(Config.id(folder.path()) + ": " + name + ": expected the inputs input_ids"
                            + " and attention_mask, found " + spec);
            }
            in.put(spec.name(), tensor);
        }
        TensorSpec hidden = hiddenOutput(graph, penultimate);
        Map<String, Tensor> out = new HashMap<>();
        Tensor states = tensors.get(hidden.name(), hidden.type(), 1, length, width(hidden, 2));
        out.put(hidden.name(), states);
        Tensor summary = null;
        if (penultimate) {
            Optional<TensorSpec> pooled = graph.output("text_embeds").or(() -> graph.output("pooler_output"));
            if (pooled.isPresent()) {
                TensorSpec spec = pooled.get();
                summary = tensors.get(spec.name(), spec.type(), 1, width(spec, 1));
                out.put(spec.name(), summary);
            }
        }
        graph.run(in, out, cancellation);
        return new Encoded(
                read(states),
                Optional.ofNullable(summary).map(TextEncoder::read),
                EmbeddingTensor.of(new long[] {1, length}, mask),
                tokens.length);
    }

    /** Cuts or pads to the encoder's length; the end token stays, because encoders read the prompt off it. */
    private long[] fitted(long[] tokens) {
        long[] ids = Arrays.copyOf(tokens, length);
        if (tokens.length > length) {
            long[] empty = tokenizer.get().encode("");
            long last = tokens[tokens.length - 1];
            if (empty.length > 0 && empty[empty.length - 1] == last) {
                ids[length - 1] = last;
            }
        } else {
            Arrays.fill(ids, tokens.length, length, padding);
        }
        return ids;
    }

    private long[] inputShape(TensorSpec spec) {
        if (spec.rank() != 2 || spec.shape()[1] >= 0 && spec.shape()[1] != length) {
            throw new ModelException(Config.id(folder.path()) + ": " + name + ": expected [n," + length
                    + "] as the tokenizer's model_max_length says, found " + spec);
        }
        return new long[] {1, length};
    }

    private TensorSpec hiddenOutput(InferenceSession graph, boolean penultimate) {
        Supplier<ModelException> missing = () -> new ModelException(Config.id(folder.path()) + ": " + name
                + ": expected an output of " + (penultimate ? "hidden_states.<layer>" : "last_hidden_state")
                + ", found "
                + graph.outputs());
        if (penultimate) {
            return graph.outputs().stream()
                    .filter(spec -> spec.name().matches("hidden_states\\.\\d+"))
                    .sorted(Comparator.comparing(
                            (TensorSpec spec) -> Integer.valueOf(spec.name().substring("hidden_states.".length())),
                            Comparator.reverseOrder()))
                    .skip(1)
                    .findFirst()
                    .orElseThrow(missing);
        }
        return graph.output("last_hidden_state")
                .or(() -> graph.outputs().stream()
                        .filter(spec -> spec.rank() == 3)
                        .findFirst())
                .orElseThrow(missing);
    }

    private long width(TensorSpec spec, int dimension) {
        if (spec.rank() == dimension + 1 && spec.shape()[dimension] > 0) {
            return spec.shape()[dimension];
        }
        Config config = Config.read(folder.path(), name + "/config.json");
        return dimension == 1 && config.has("projection_dim") && spec.name().equals("text_embeds")
                ? config.size("projection_dim")
                : config.size("hidden_size");
    }

    private static EmbeddingTensor read(Tensor tensor) {
        float[] values = new float[tensor.elements()];
        tensor.readFloats(FloatBuffer.wrap(values));
        return EmbeddingTensor.of(tensor.shape(), values);
    }

    @Override
    public synchronized void close() {
        tensors.close();
    }
}
