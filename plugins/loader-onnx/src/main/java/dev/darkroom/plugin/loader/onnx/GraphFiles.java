package dev.darkroom.plugin.loader.onnx;

import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The graphs of one component. Variants are named as diffusers names them: {@code model.onnx} is the EMA in the
 * precision of the export, {@code model.non_ema.onnx} the raw weights, {@code model.fp16.onnx} and {@code
 * model.int8.onnx} other precisions, {@code model.non_ema.int8.onnx} both.
 */
final class GraphFiles {

    private static final Pattern NAME = Pattern.compile("model(\\.non_ema)?(?:\\.(fp32|fp16|int8))?\\.onnx");

    private GraphFiles() {}

    /** Which of a component's graphs. */
    record Variant(Weights weights, Precision precision) {
        @Override
        public String toString() {
            return weights.name().toLowerCase(Locale.ROOT) + "/"
                    + precision.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the graphs of a component by variant; empty if the folder holds none. */
    static Map<Variant, Path> in(Path component) {
        Map<Variant, Path> graphs = new HashMap<>();
        if (!Files.isDirectory(component)) {
            return graphs;
        }
        try (Stream<Path> files = Files.list(component)) {
            files.filter(Files::isRegularFile).sorted().forEach(file -> {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    Weights weights = name.group(1) == null ? Weights.EMA : Weights.RAW;
                    Precision precision = name.group(2) == null
                            ? Precision.FP32
                            : Precision.valueOf(name.group(2).toUpperCase(Locale.ROOT));
                    graphs.put(new Variant(weights, precision), file);
                }
            });
        } catch (IOException e) {
            throw new ModelException(component.getFileName() + ": the folder cannot be read: " + e.getMessage(), e);
        }
        return graphs;
    }

    /** Complains if a component has no graph. */
    static void require(Path model, String component) {
        if (in(model.resolve(component)).isEmpty()) {
            throw new ModelException(Config.id(model) + ": expected " + component
                    + "/model.onnx, found no graph there; the folder is incomplete, fetch or export it again");
        }
    }

    /**
     * Returns exactly the variant asked for.
     *
     * @throws ModelException if the component lacks it
     */
    static Path exact(Path model, String component, Variant wanted) {
        Map<Variant, Path> graphs = in(model.resolve(component));
        Path file = graphs.get(wanted);
        if (file == null) {
            throw new ModelException(Config.id(model) + ": " + component + " has no " + wanted + " graph; it has "
                    + graphs.keySet().stream().map(Variant::toString).sorted().toList());
        }
        return file;
    }

    /** Returns the closest variant: components other than the network often exist in one only. */
    static Path closest(Path model, String component, Variant wanted) {
        Map<Variant, Path> graphs = in(model.resolve(component));
        return Stream.of(
                        wanted,
                        new Variant(wanted.weights(), Precision.FP32),
                        new Variant(Weights.EMA, wanted.precision()),
                        new Variant(Weights.EMA, Precision.FP32))
                .filter(graphs::containsKey)
                .map(graphs::get)
                .findFirst()
                .or(() -> graphs.values().stream().sorted().findFirst())
                .orElseThrow(() -> new ModelException(Config.id(model) + ": " + component + " has no graph"));
    }
}
