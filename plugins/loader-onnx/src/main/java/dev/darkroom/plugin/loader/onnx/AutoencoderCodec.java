package dev.darkroom.plugin.loader.onnx;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.LatentCodec;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TensorSpec;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The variational autoencoder between pictures and latents. Its decoder is prepared for one size; of other sizes, which tiled
 * decoding asks for, it keeps the last one.
 */
final class AutoencoderCodec implements LatentCodec, AutoCloseable {

    private final String model;
    private final int channels;
    private final ModelFolder.LatentSpace space;
    private final Size size;
    private final Background<InferenceSession> decoder;
    private final Background<InferenceSession> otherDecoder;
    private final Background<InferenceSession> encoder;
    private final Tensors tensors;
    private Size otherSize;

    /** Rows and columns of a latent. */
    record Size(int h, int w) {}

    AutoencoderCodec(
            String model,
            int channels,
            ModelFolder.LatentSpace space,
            Size size,
            Background<InferenceSession> decoder,
            Function<Supplier<Size>, Background<InferenceSession>> otherDecoder,
            Background<InferenceSession> encoder,
            InferenceRuntime runtime) {
        this.model = model;
        this.channels = channels;
        this.space = space;
        this.size = size;
        this.decoder = decoder;
        this.otherSize = size;
        this.otherDecoder = otherDecoder.apply(() -> otherSize);
        this.encoder = encoder;
        this.tensors = new Tensors(runtime);
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int factor() {
        return space.factor();
    }

    @Override
    public synchronized Picture decode(Latent latent, Cancellation cancellation) {
        Shape shape = latent.shape();
        if (shape.n() != 1 || shape.c() != channels) {
            throw new IllegalArgumentException("decoder: expected a latent [1," + channels + ",h,w], found " + shape);
        }
        InferenceSession graph = decoder(new Size(shape.h(), shape.w()));
        float[] scaled = latent.toArray();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (scaled[i] / space.scale() + space.shift());
        }
        int width = shape.w() * space.factor();
        int height = shape.h() * space.factor();
        TensorSpec in = only(graph, "vae_decoder", channels);
        TensorSpec out = graph.outputs().get(0);
        Tensor input = tensors.get("decoder.in", in.type(), 1, channels, shape.h(), shape.w());
        Tensor output = tensors.get("decoder.out", out.type(), 1, 3, height, width);
        input.writeFloats(FloatBuffer.wrap(scaled));
        graph.run(Map.of(in.name(), input), Map.of(out.name(), output), cancellation);
        float[] planes = new float[3 * width * height];
        output.readFloats(FloatBuffer.wrap(planes));
        return PixelCodec.toPicture(width, height, planes);
    }

    private InferenceSession decoder(Size wanted) {
        if (wanted.equals(size)) {
            return decoder.get();
        }
        if (!wanted.equals(otherSize)) {
            otherDecoder.release();
            otherSize = wanted;
        }
        return otherDecoder.get();
    }

    @Override
    public synchronized Latent encode(Picture picture, Cancellation cancellation) {
        int factor = space.factor();
        if (picture.width() % factor != 0 || picture.height() % factor != 0) {
            throw new IllegalArgumentException("encoder: expected a width and height that are multiples of " + factor
                    + ", found " + picture.width() + "x" + picture.height());
        }
        InferenceSession graph = encoder.get();
        Shape shape = new Shape(1, channels, picture.height() / factor, picture.width() / factor);
        TensorSpec in = only(graph, "vae_encoder", 3);
        TensorSpec out = graph.outputs().get(0);
        // A distribution has its means first, then as many log-variances.
        boolean distribution = out.rank() == 4 && out.shape()[1] > 0
                ? out.shape()[1] == 2L * channels
                : out.name().equals("latent_parameters");
        Tensor input = tensors.get("encoder.in", in.type(), 1, 3, picture.height(), picture.width());
        Tensor output = tensors.get(
                "encoder.out", out.type(), 1, distribution ? 2L * channels : channels, shape.h(), shape.w());
        input.writeFloats(FloatBuffer.wrap(PixelCodec.fromPicture(picture)));
        graph.run(Map.of(in.name(), input), Map.of(out.name(), output), cancellation);
        float[] all = new float[output.elements()];
        output.readFloats(FloatBuffer.wrap(all));
        float[] mean = Arrays.copyOf(all, shape.elements());
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) ((mean[i] - space.shift()) * space.scale());
        }
        return Latent.of(shape, mean);
    }

    private TensorSpec only(InferenceSession graph, String name, int wanted) {
        TensorSpec spec = graph.inputs().get(0);
        if (graph.inputs().size() != 1 || spec.rank() != 4 || spec.shape()[1] >= 0 && spec.shape()[1] != wanted) {
            throw new ModelException(
                    model + ": " + name + ": expected one input [n," + wanted + ",h,w], found " + graph.inputs());
        }
        return spec;
    }

    @Override
    public synchronized void close() {
        otherDecoder.close();
        tensors.close();
    }
}
