package dev.darkroom.host.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.alignment.PromptScorer;
import dev.darkroom.api.model.ModelLoader;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The plugins under test, in class loaders of their own as in production, and the tiny models of its tests. */
public final class TinyModels {

    private static final Path PLUGINS =
            Path.of("..", "plugins").toAbsolutePath().normalize();

    private TinyModels() {}

    /** Returns the loader. */
    public static ModelLoader loader() {
        return extension("loader-onnx", "dev.darkroom.plugin.loader.onnx.OnnxModelLoader", ModelLoader.class);
    }

    static PromptScorer scorer() {
        return extension("model-emoji", "dev.darkroom.plugin.model.emoji.EmojiPromptScorer", PromptScorer.class);
    }

    /** Returns an extension of a plugin of this repository. */
    public static <T> T extension(String plugin, String name, Class<T> kind) {
        try {
            // Lives as long as the extension, which the tests use to their end.
            @SuppressWarnings("resource")
            URLClassLoader loader = new URLClassLoader(
                    new URL[] {classes(plugin), classes("graph-onnx")}, TinyModels.class.getClassLoader());
            return kind.cast(loader.loadClass(name).getConstructor().newInstance());
        } catch (IOException | ReflectiveOperationException e) {
            throw new AssertionError("build plugins/" + plugin + " first", e);
        }
    }

    private static URL classes(String plugin) throws IOException {
        return PLUGINS.resolve(plugin).resolve("target/classes").toUri().toURL();
    }

    /** Returns the folder of a tiny model. */
    public static Path folder(String name) {
        return PLUGINS.resolve("loader-onnx/src/test/resources/models").resolve(name);
    }

    /** Returns the folder of the detectors whose answers can be computed by hand. */
    static Path detectors() {
        return PLUGINS.resolve("inspector-detector/src/test/resources/detectors");
    }

    /** Returns a copy to damage. */
    static Path copy(String name, Path temporary) throws IOException {
        Path to = temporary.resolve(name);
        try (Stream<Path> files = Files.walk(folder(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(folder(name).relativize(file).toString()));
            }
        }
        return to;
    }

    /** Returns what ONNX Runtime for Python computed. */
    static JsonNode expected(String name, String file) {
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(folder(name).resolve(file)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
