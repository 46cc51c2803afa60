package dev.darkroom.plugin.model.emoji;

import dev.darkroom.api.alignment.PromptAlignment;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.picture.Resampling;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TensorSpec;
import dev.darkroom.api.runtime.TextTokenizer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/** Two encoders into one space; the score is the cosine between what they give. */
final class ContrastiveAlignment implements PromptAlignment {

    private final ScorerConfig config;
    private final InferenceRuntime runtime;
    private final TextTokenizer tokenizer;
    private final InferenceSession text;
    private final InferenceSession image;

    ContrastiveAlignment(ScorerConfig config, Path model, InferenceRuntime runtime) {
        this.config = config;
        this.runtime = runtime;
        Map<String, Long> one = Map.of("batch", 1L);
        tokenizer = runtime.tokenizer(model.resolve("tokenizer"));
        try {
            text = runtime.open(model.resolve("scorer").resolve("text_encoder.onnx"), one);
            try {
                image = runtime.open(model.resolve("scorer").resolve("image_encoder.onnx"), one);
            } catch (RuntimeException e) {
                text.close();
                throw e;
            }
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    @Override
    public synchronized double score(String prompt, Picture picture) {
        int size = config.imageSize();
        float[] pixels = Resampling.resize(picture, size, size);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) (config.darkest() + (config.brightest() - config.darkest()) * pixels[i]);
        }
        float[] seen = run(image, tensor -> tensor.writeFloats(FloatBuffer.wrap(pixels)), 1, 3, size, size);
        long[] ids = fitted(tokenizer.encode(prompt));
        float[] read = run(text, tensor -> tensor.writeLongs(ids), 1, config.maxLength());
        if (seen.length != read.length) {
            throw new ModelException("scorer: expected embeddings of equal length, found " + seen.length
                    + " for pictures and " + read.length + " for prompts");
        }
        return cosine(seen, read);
    }

    /** Cuts or pads to the encoder's length, keeping the end token. */
    private long[] fitted(long[] tokens) {
        long[] ids = Arrays.copyOf(tokens, config.maxLength());
        if (tokens.length > ids.length) {
            ids[ids.length - 1] = tokens[tokens.length - 1];
        } else {
            Arrays.fill(ids, tokens.length, ids.length, config.padding());
        }
        return ids;
    }

    private float[] run(InferenceSession session, Consumer<Tensor> fill, long... shape) {
        TensorSpec in = session.inputs().get(0);
        TensorSpec out = session.outputs().get(0);
        if (session.inputs().size() != 1 || out.rank() != 2 || out.shape()[1] < 1) {
            throw new ModelException("scorer: expected a graph of one input with an output [1,size], found " + session);
        }
        try (Tensor input = runtime.allocate(in.type(), shape);
                Tensor output = runtime.allocate(out.type(), 1, out.shape()[1])) {
            fill.accept(input);
            session.run(Map.of(in.name(), input), Map.of(out.name(), output), new Cancellation());
            float[] embedding = new float[output.elements()];
            output.readFloats(FloatBuffer.wrap(embedding));
            return embedding;
        }
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        double length = Math.sqrt(aa * bb);
        return length == 0 ? 0 : Math.max(-1, Math.min(1, dot / length));
    }

    @Override
    public synchronized void close() {
        image.close();
        text.close();
        tokenizer.close();
    }
}
