package dev.darkroom.host.precision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.DiffusionModel;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.PromptEmbedding;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TensorSpec;
import dev.darkroom.host.onnx.ForwardingRuntime;
import dev.darkroom.host.onnx.OnnxRuntime;
import dev.darkroom.host.onnx.OnnxSettings;
import dev.darkroom.host.onnx.TinyModels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With {@code --low-memory} one graph is loaded at a time, and the numbers are the same. */
class LowMemoryTest {

    private static final Cancellation NEVER = new Cancellation();

    /** Counts the graphs that are loaded. */
    private static final class Counting extends ForwardingRuntime {

        private int open;
        private int most;

        Counting(InferenceRuntime runtime) {
            super(runtime);
        }

        @Override
        public synchronized InferenceSession open(Path model, Map<String, Long> dimensions) {
            most = Math.max(most, ++open);
            return new Counted(super.open(model, dimensions), this);
        }

        synchronized void closed() {
            open--;
        }
    }

    private record Counted(InferenceSession session, Counting counting) implements InferenceSession {

        @Override
        public List<TensorSpec> inputs() {
            return session.inputs();
        }

        @Override
        public List<TensorSpec> outputs() {
            return session.outputs();
        }

        @Override
        public void run(Map<String, Tensor> inputs, Map<String, Tensor> outputs, Cancellation cancellation) {
            session.run(inputs, outputs, cancellation);
        }

        @Override
        public void close() {
            session.close();
            counting.closed();
        }
    }

    private static Picture draw(InferenceRuntime runtime, boolean lowMemory) {
        ModelLoader loader = TinyModels.loader();
        ModelCard card = loader.inspect(TinyModels.folder("latent")).orElseThrow();
        ModelLoader.Settings settings =
                new ModelLoader.Settings(Weights.EMA, Precision.FP32, card.width(), card.height(), lowMemory);
        try (DiffusionModel model = loader.load(card, settings, runtime)) {
            PromptEmbedding prompt = model.promptEncoder().encode("a cat!", NEVER);
            Shape shape = new Shape(1, card.channels(), card.height() / card.factor(), card.width() / card.factor());
            Latent x = Latent.generate(shape, i -> (float) Math.sin(i));
            for (int step = 0; step < 2; step++) {
                x = model.noisePredictor().predict(x, 500 - step, List.of(prompt), NEVER);
            }
            Picture picture = model.codec().decode(x, NEVER);
            // Tiles of other sizes have decoders of their own.
            for (int side : new int[] {2, 3, 2}) {
                Latent tile = Latent.generate(new Shape(1, card.channels(), side, side), i -> (float) Math.cos(i));
                assertThat(model.codec().decode(tile, NEVER).width()).isEqualTo(side * card.factor());
            }
            return model.codec().decode(model.codec().encode(picture, NEVER), NEVER);
        }
    }

    @Test
    void oneGraphAtATimeComputesTheSame() {
        try (OnnxRuntime runtime = new OnnxRuntime(OnnxSettings.cpu())) {
            Counting counting = new Counting(runtime);
            Picture low = draw(counting, true);
            assertThat(counting.most).isEqualTo(1);
            assertThat(counting.open).isZero();
            Counting all = new Counting(runtime);
            assertThat(draw(all, false)).isEqualTo(low);
            assertThat(all.most).isGreaterThan(2);
            assertThat(all.open).isZero();
        }
    }
}
