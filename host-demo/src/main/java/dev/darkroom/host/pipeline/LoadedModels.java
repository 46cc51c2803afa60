package dev.darkroom.host.pipeline;

import dev.darkroom.api.model.DiffusionModel;
import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.api.model.PromptEmbedding;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.host.plugin.Registry;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the model used last, with the prompts it has read. Not thread-safe: the pipeline runs one request at a time. */
final class LoadedModels implements AutoCloseable {

    private static final int PROMPTS_KEPT = 64;

    private record Key(Path folder, ModelLoader.Settings settings) {}

    private final Registry<ModelLoader> loaders;
    private final InferenceRuntime runtime;
    private final Map<String, PromptEmbedding> prompts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PromptEmbedding> eldest) {
            return size() > PROMPTS_KEPT;
        }
    };
    private boolean lowMemory;
    private @Nullable Key key;
    private @Nullable DiffusionModel model;

    LoadedModels(Registry<ModelLoader> loaders, InferenceRuntime runtime) {
        this.loaders = loaders;
        this.runtime = runtime;
    }

    /** From now on keeps one component of a model in memory at a time. */
    void saveMemory() {
        lowMemory = true;
    }

    /** Returns the model of a plan; a model loaded before it is closed if it is another one. */
    DiffusionModel load(Plan plan) {
        ModelLoader.Settings settings = new ModelLoader.Settings(
                plan.request().weights(), plan.request().precision(), plan.width(), plan.height(), lowMemory);
        Key wanted = new Key(plan.model().folder(), settings);
        DiffusionModel current = model;
        if (current != null && wanted.equals(key)) {
            return current;
        }
        close();
        ModelLoader loader = loaders.get(plan.model().loader()).extension();
        DiffusionModel loaded = loader.load(plan.model(), settings, runtime);
        if (loaded == null) {
            throw new ModelException("loader " + plan.model().loader() + " returned null for "
                    + plan.model().folder());
        }
        model = loaded;
        key = wanted;
        return loaded;
    }

    /** Returns whether a model is the one that is loaded. */
    boolean holds(DiffusionModel known) {
        return known == model;
    }

    /** Returns the embedding of a prompt under the loaded model. */
    PromptEmbedding embed(DiffusionModel loaded, String prompt, Cancellation cancellation) {
        PromptEmbedding embedding = prompts.get(prompt);
        if (embedding == null) {
            embedding = loaded.promptEncoder().encode(prompt, cancellation);
            prompts.put(prompt, embedding);
        }
        return embedding;
    }

    @Override
    public void close() {
        prompts.clear();
        DiffusionModel current = model;
        model = null;
        key = null;
        if (current != null) {
            current.close();
        }
    }
}
