package dev.darkroom.host.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.model.ModelLoader;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The loader plugin, in a class loader of its own as in production, and the tiny models of its tests. */
final class TinyModels {

    private static final Path LOADER =
            Path.of("..", "plugins", "loader-onnx").toAbsolutePath().normalize();

    private TinyModels() {}

    static ModelLoader loader() {
        try {
            URL classes = LOADER.resolve("target/classes").toUri().toURL();
            // Lives as long as the loader, which the tests use to their end.
            @SuppressWarnings("resource")
            URLClassLoader plugin = new URLClassLoader(new URL[] {classes}, TinyModels.class.getClassLoader());
            return (ModelLoader) plugin.loadClass("dev.darkroom.plugin.loader.onnx.OnnxModelLoader")
                    .getConstructor()
                    .newInstance();
        } catch (IOException | ReflectiveOperationException e) {
            throw new AssertionError("build plugins/loader-onnx first", e);
        }
    }

    static Path folder(String name) {
        return LOADER.resolve("src/test/resources/models").resolve(name);
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
