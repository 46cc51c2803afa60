package dev.darkroom.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.sampling.DiffusionProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every model loader must do. A loader's test extends this and names a small model it can load. */
public abstract class ModelLoaderContract {

    /** Returns the loader under test. */
    protected abstract ModelLoader loader();

    /** Returns a small text-to-image model of the loader's layout. */
    protected abstract Path modelFolder();

    /** Returns the inference engine to load it with. */
    protected abstract InferenceRuntime runtime();

    @Test
    void saysWhoItIs() {
        assertThat(loader().info()).isEqualTo(loader().info());
        assertThat(loader().info().description()).isNotBlank();
    }

    @Test
    void passesOnFoldersOfOtherLayouts(@TempDir Path empty) {
        assertThat(loader().inspect(empty)).isEmpty();
    }

    @Test
    void describesAModelWithoutLoadingIt() {
        ModelCard card = loader().inspect(modelFolder()).orElseThrow();
        assertThat(card).isEqualTo(loader().inspect(modelFolder()).orElseThrow());
        assertThat(card.id()).isEqualTo(modelFolder().getFileName().toString());
        assertThat(card.folder()).isAbsolute();
        assertThat(card.loader()).isEqualTo(loader().info().id());
        assertThat(card.weights()).isNotEmpty();
        assertThat(card.precisions()).isNotEmpty();
        assertThat(card.width() % card.factor()).isZero();
        assertThat(card.height() % card.factor()).isZero();
        assertThat(card.maxTokens()).isPositive();
    }

    @Test
    void agreesWithItsCard() {
        withModel(model -> {
            assertThat(model.process().prediction()).isEqualTo(model.card().prediction());
            assertThat(model.codec().channels()).isEqualTo(model.card().channels());
            assertThat(model.codec().factor()).isEqualTo(model.card().factor());
            assertThat(model.files())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file).isRegularFile().isAbsolute());
            DiffusionProcess process = model.process();
            assertThat(process.sigmaMax()).isGreaterThan(process.sigmaMin());
        });
    }

    @Test
    void embedsAnyPromptToTheSameShapes() {
        withModel(model -> {
            PromptEmbedding empty = model.promptEncoder().encode("", new Cancellation());
            assertThat(empty.truncated()).isFalse();
            for (String prompt :
                    List.of("a cat", "\uD83D\uDE00 \u05E9\u05DC\u05D5\u05DD \u0000\uD800", "word ".repeat(10_000))) {
                PromptEmbedding other = model.promptEncoder().encode(prompt, new Cancellation());
                assertThat(other.tensors().keySet()).isEqualTo(empty.tensors().keySet());
                other.tensors().forEach((name, tensor) -> {
                    assertThat(tensor.shape())
                            .isEqualTo(empty.tensors().get(name).shape());
                    assertThat(tensor.shape()[0]).isEqualTo(1);
                });
                assertThat(other.maxTokens()).isEqualTo(model.card().maxTokens());
            }
        });
    }

    @Test
    void reportsTruncation() {
        withModel(model -> {
            PromptEmbedding cut = model.promptEncoder().encode("word ".repeat(1000), new Cancellation());
            assertThat(cut.truncated()).isTrue();
            assertThat(cut.tokens()).isGreaterThan(1000);
        });
    }

    @Test
    void treatsRowsOfABatchAlone() {
        withModel(model -> {
            Latent a = state(model.card(), 1);
            Latent b = state(model.card(), 2);
            PromptEmbedding cat = model.promptEncoder().encode("a cat", new Cancellation());
            PromptEmbedding none = model.promptEncoder().encode("", new Cancellation());
            Latent both = model.noisePredictor()
                    .predict(Latent.stack(List.of(a, b)), 321.5, List.of(cat, none), new Cancellation());
            Latent first = model.noisePredictor().predict(a, 321.5, List.of(cat), new Cancellation());
            Latent second = model.noisePredictor().predict(b, 321.5, List.of(none), new Cancellation());
            assertThat(both.shape()).isEqualTo(a.shape().withBatch(2));
            assertThat(both.countNonFinite()).isZero();
            for (int i = 0; i < a.shape().elements(); i++) {
                assertThat(both.image(0).at(i)).isCloseTo(first.at(i), within(1e-3f));
                assertThat(both.image(1).at(i)).isCloseTo(second.at(i), within(1e-3f));
            }
        });
    }

    @Test
    void repeatsItself() {
        withModel(model -> {
            Latent state = state(model.card(), 3);
            PromptEmbedding cat = model.promptEncoder().encode("a cat", new Cancellation());
            Latent once = model.noisePredictor().predict(state, 10, List.of(cat), new Cancellation());
            assertThat(model.noisePredictor().predict(state, 10, List.of(cat), new Cancellation()))
                    .isEqualTo(once);
            Latent elsewhere =
                    model.noisePredictor().predict(state(model.card(), 4), 10, List.of(cat), new Cancellation());
            assertThat(elsewhere).isNotEqualTo(once);
        });
    }

    @Test
    void decodesAndEncodesAtItsFactor() {
        withModel(model -> {
            ModelCard card = model.card();
            Picture picture = model.codec().decode(state(card, 5), new Cancellation());
            assertThat(picture.width()).isEqualTo(card.width());
            assertThat(picture.height()).isEqualTo(card.height());
            Latent latent = model.codec().encode(picture, new Cancellation());
            assertThat(latent.shape()).isEqualTo(state(card, 5).shape());
        });
    }

    @Test
    void stopsWhenCancelledAndWorksAfterwards() {
        withModel(model -> {
            Cancellation cancelled = new Cancellation();
            cancelled.cancel();
            PromptEmbedding cat = model.promptEncoder().encode("a cat", new Cancellation());
            Latent state = state(model.card(), 6);
            assertThatThrownBy(() -> model.noisePredictor().predict(state, 10, List.of(cat), cancelled))
                    .isInstanceOf(CancelledException.class);
            assertThatThrownBy(() -> model.codec().decode(state, cancelled)).isInstanceOf(CancelledException.class);
            assertThat(model.noisePredictor()
                            .predict(state, 10, List.of(cat), new Cancellation())
                            .countNonFinite())
                    .isZero();
        });
    }

    @Test
    void closesTwiceWithoutHarm() {
        DiffusionModel model = load();
        model.close();
        model.close();
    }

    private DiffusionModel load() {
        ModelCard card = loader().inspect(modelFolder()).orElseThrow();
        return loader().load(card, settings(card), runtime());
    }

    private static ModelLoader.Settings settings(ModelCard card) {
        return new ModelLoader.Settings(
                card.weights().stream().sorted().findFirst().orElseThrow(),
                card.precisions().stream().sorted().findFirst().orElseThrow(),
                card.width(),
                card.height());
    }

    private void withModel(Consumer<DiffusionModel> test) {
        try (DiffusionModel model = load()) {
            test.accept(model);
        }
    }

    private static Latent state(ModelCard card, int seed) {
        Shape shape = new Shape(1, card.channels(), card.height() / card.factor(), card.width() / card.factor());
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(seed + 0.37 * i);
        }
        return Latent.of(shape, values);
    }
}
