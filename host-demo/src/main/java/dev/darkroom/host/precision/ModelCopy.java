package dev.darkroom.host.precision;

import dev.darkroom.host.file.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;

/** A copy of a model folder without the graphs that a variant replaces. */
final class ModelCopy {

    private ModelCopy() {}

    /**
     * Copies what a variant needs beside its own graphs; files that are there already stay.
     *
     * @param replaced graphs that are left out, with other variants of the same component
     */
    static void of(Path model, Path folder, Collection<Path> replaced) {
        try (Stream<Path> files = Files.walk(model)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean hidden = model.relativize(file).toString().startsWith(".");
                boolean graph = file.getFileName().toString().contains(".onnx");
                boolean left = graph
                        && replaced.stream().anyMatch(other -> other.getParent().equals(file.getParent()));
                Path target = folder.resolve(model.relativize(file).toString());
                if (!hidden && !left && !Files.exists(target)) {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw FileFailure.of("copy to", folder, e);
        }
    }
}
