package dev.darkroom.host.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Loads graphs, from the cache of optimised ones where they are kept there, and keeps them there where they are not. */
final class GraphLoader {

    /** Where optimised graphs are kept in the cache. */
    static final String FOLDER = "graphs";

    private final Engine engine;
    private final Optional<Path> folder;
    private final String version;

    /**
     * @param folder the cache; empty to use none
     * @param version the engine's
     */
    GraphLoader(Engine engine, Optional<Path> folder, String version) {
        this.engine = engine;
        this.folder = folder;
        this.version = version;
    }

    /**
     * Loads a graph.
     *
     * @param dimensions fixed symbolic dimensions
     * @param oneThread whether calls run on the thread that makes them
     */
    OrtSession load(Path model, Map<String, Long> dimensions, boolean oneThread) throws OrtException {
        if (folder.isEmpty() || engine.onCuda()) {
            return plain(model, dimensions, oneThread);
        }
        GraphCache cache = new GraphCache(folder.get().resolve(FOLDER), version);
        Optional<String> key = cache.key(model, dimensions);
        if (key.isEmpty()) {
            return plain(model, dimensions, oneThread);
        }
        Optional<Path> kept = cache.find(key.get());
        if (kept.isPresent()) {
            try (SessionOptions options = engine.options(Map.of(), oneThread)) {
                options.setOptimizationLevel(SessionOptions.OptLevel.NO_OPT);
                return engine.environment()
                        .createSession(kept.get().resolve(GraphCache.GRAPH).toString(), options);
            } catch (OrtException e) {
                cache.discard(kept.get());
            }
        }
        Optional<Path> aside = cache.aside(key.get(), model);
        if (aside.isEmpty()) {
            return plain(model, dimensions, oneThread);
        }
        try (SessionOptions options = engine.options(dimensions, oneThread)) {
            options.setOptimizedModelFilePath(
                    aside.get().resolve(GraphCache.GRAPH).toString());
            options.addConfigEntry("session.optimized_model_external_initializers_file_name", GraphCache.WEIGHTS);
            options.addConfigEntry("session.save_external_prepacked_constant_initializers", "1");
            OrtSession session = engine.environment().createSession(model.toString(), options);
            cache.keep(aside.get(), key.get());
            return session;
        } catch (OrtException e) {
            // The graph is at fault, or the disk is full: without the cache only the first remains.
            cache.discard(aside.get());
            return plain(model, dimensions, oneThread);
        }
    }

    private OrtSession plain(Path model, Map<String, Long> dimensions, boolean oneThread) throws OrtException {
        try (SessionOptions options = engine.options(dimensions, oneThread)) {
            return engine.environment().createSession(model.toString(), options);
        }
    }
}
