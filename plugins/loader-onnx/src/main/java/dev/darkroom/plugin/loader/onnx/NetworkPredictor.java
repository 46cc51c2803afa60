package dev.darkroom.plugin.loader.onnx;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.EmbeddingTensor;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.model.ModelLoader.Settings;
import dev.darkroom.api.model.NoisePredictor;
import dev.darkroom.api.model.PromptEmbedding;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TensorSpec;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The UNet or transformer; which inputs it takes, and in which form, is read off the graph. */
final class NetworkPredictor implements NoisePredictor, AutoCloseable {

    private static final Set<String> PROMPT_INPUTS =
            Set.of("encoder_hidden_states", "encoder_attention_mask", "text_embeds");

    private final ModelFolder folder;
    private final Background<InferenceSession> session;
    private final Settings settings;
    private final Tensors tensors;
    private final Map<String, Written> written = new HashMap<>();
    private boolean checked;

    /** What an input holds: prompts stay what they are over all steps. */
    private record Written(Tensor tensor, List<EmbeddingTensor> rows) {}

    NetworkPredictor(
            ModelFolder folder, Background<InferenceSession> session, Settings settings, InferenceRuntime runtime) {
        this.folder = folder;
        this.session = session;
        this.settings = settings;
        this.tensors = new Tensors(runtime);
    }

    @Override
    public synchronized Latent predict(
            Latent input, double timestep, List<PromptEmbedding> prompts, Cancellation cancellation) {
        InferenceSession graph = graph();
        Shape shape = input.shape();
        int n = shape.n();
        if (prompts.size() != n) {
            throw new IllegalArgumentException("expected " + n + " prompts, one a row, found " + prompts.size());
        }
        Map<String, Tensor> in = new HashMap<>();
        for (TensorSpec spec : graph.inputs()) {
            in.put(
                    spec.name(),
                    switch (spec.name()) {
                        case "sample", "hidden_states" -> state(spec, input);
                        case "timestep" -> time(spec, timestep, n);
                        case "time_ids" -> sizes(spec, n);
                        default -> prompt(spec, prompts);
                    });
        }
        TensorSpec result = graph.outputs().get(0);
        Tensor out = tensors.get("out", result.type(), n, shape.c(), shape.h(), shape.w());
        graph.run(in, Map.of(result.name(), out), cancellation);
        float[] values = new float[shape.elements()];
        out.readFloats(FloatBuffer.wrap(values));
        return Latent.of(shape, values);
    }

    /** Returns the graph's input of a name, if it has it. */
    Optional<TensorSpec> input(String name) {
        return graph().input(name);
    }

    private InferenceSession graph() {
        InferenceSession graph = session.get();
        if (!checked) {
            check(graph);
            checked = true;
        }
        return graph;
    }

    private void check(InferenceSession graph) {
        String name = Config.id(folder.path()) + ": " + folder.network();
        for (TensorSpec spec : graph.inputs()) {
            switch (spec.name()) {
                case "sample", "hidden_states" -> {
                    long[] shape = spec.shape();
                    long[] wanted = {
                        -1, folder.channels(), settings.height() / folder.factor(), settings.width() / folder.factor()
                    };
                    if (shape.length != 4) {
                        throw new ModelException(name + ", " + spec.name()
                                + ": expected 4 dimensions [n,c,h,w], found " + spec + "; patchified transformers are"
                                + " not supported");
                    }
                    if (shape[1] >= 0 && shape[1] != wanted[1]) {
                        throw new ModelException(name + ", " + spec.name() + ": expected " + wanted[1]
                                + " channels as in config.json, found " + shape[1]);
                    }
                    if (shape[2] >= 0 && shape[2] != wanted[2] || shape[3] >= 0 && shape[3] != wanted[3]) {
                        throw new ModelException(name + ": the graph draws " + shape[3] * folder.factor() + "x"
                                + shape[2] * folder.factor() + " pixels only; " + settings.width() + "x"
                                + settings.height() + " was asked for");
                    }
                }
                case "timestep", "time_ids" -> {}
                case "class_labels" ->
                    throw new ModelException(name
                            + ": expected a text-conditioned model, found the input class_labels; models conditioned on"
                            + " classes are not supported");
                default -> {
                    if (!PROMPT_INPUTS.contains(spec.name())
                            || folder.textEncoders().isEmpty()) {
                        throw new ModelException(name + ": cannot fill the input " + spec + "; known are sample,"
                                + " timestep, time_ids and, with a text encoder, "
                                + PROMPT_INPUTS.stream().sorted().toList());
                    }
                }
            }
        }
        if (Stream.of("sample", "hidden_states")
                        .noneMatch(state -> graph.input(state).isPresent())
                || graph.input("timestep").isEmpty()) {
            throw new ModelException(name + ": expected the inputs sample and timestep, found " + graph.inputs());
        }
        long[] out = graph.outputs().get(0).shape();
        if (out.length == 4 && out[1] >= 0 && out[1] != folder.channels()) {
            throw new ModelException(name + ": expected an output of " + folder.channels() + " channels, found "
                    + graph.outputs().get(0));
        }
    }

    private Tensor state(TensorSpec spec, Latent input) {
        Shape shape = input.shape();
        Tensor tensor = tensors.get(spec.name(), spec.type(), shape.n(), shape.c(), shape.h(), shape.w());
        tensor.writeFloats(input.asBuffer());
        return tensor;
    }

    /** One number for all rows: a scalar, one element, or one a row, as the graph declares. */
    private Tensor time(TensorSpec spec, double timestep, int n) {
        long[] shape = spec.rank() == 0 ? new long[0] : new long[] {spec.shape()[0] < 0 ? n : spec.shape()[0]};
        Tensor tensor = tensors.get(spec.name(), spec.type(), shape);
        tensor.fill(spec.type().isFloating() ? timestep : Math.rint(timestep));
        return tensor;
    }

    /** SDXL's micro-conditioning: original size, crop, target size (Podell et al. 2023, section 2.2). */
    private Tensor sizes(TensorSpec spec, int n) {
        Tensor tensor = tensors.get(spec.name(), spec.type(), n, 6);
        float h = settings.height();
        float w = settings.width();
        FloatBuffer values = FloatBuffer.allocate(6 * n);
        for (int row = 0; row < n; row++) {
            values.put(new float[] {h, w, 0, 0, h, w});
        }
        tensor.writeFloats(values.flip());
        return tensor;
    }

    private Tensor prompt(TensorSpec spec, List<PromptEmbedding> prompts) {
        List<EmbeddingTensor> rows =
                prompts.stream().map(prompt -> row(spec, prompt)).toList();
        EmbeddingTensor first = rows.get(0);
        long[] shape = first.shape();
        shape[0] = rows.size();
        Tensor tensor = tensors.get(spec.name(), spec.type(), shape);
        if (new Written(tensor, rows).equals(written.get(spec.name()))) {
            return tensor;
        }
        FloatBuffer values = FloatBuffer.allocate(rows.size() * first.elements());
        for (EmbeddingTensor row : rows) {
            if (row.elements() != first.elements()) {
                throw new IllegalArgumentException("prompts of one batch must have equal lengths, found "
                        + first.elements() + " and " + row.elements() + " values of " + spec.name());
            }
            values.put(row.asBuffer());
        }
        tensor.writeFloats(values.flip());
        written.put(spec.name(), new Written(tensor, rows));
        return tensor;
    }

    private static EmbeddingTensor row(TensorSpec spec, PromptEmbedding embedding) {
        EmbeddingTensor row = embedding.tensors().get(spec.name());
        if (row == null) {
            throw new IllegalArgumentException("prompt embedding: expected " + spec.name() + ", found "
                    + embedding.tensors().keySet());
        }
        return row;
    }

    @Override
    public synchronized void close() {
        written.clear();
        tensors.close();
    }
}
