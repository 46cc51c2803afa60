package dev.darkroom.host.precision;

import dev.darkroom.api.Options;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.precision.Component;
import dev.darkroom.api.precision.ConversionTask;
import dev.darkroom.api.precision.RecordedTensor;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * What a converter sees of a conversion.
 *
 * @param psnrOf measures pictures made with other graphs, by the file they stand in for
 */
record Task(
        ModelCard model,
        Trajectories trajectories,
        int calls,
        InferenceRuntime runtime,
        Workspace workspace,
        Precision precision,
        ToDoubleFunction<Map<Path, Path>> psnrOf,
        double leastPsnr,
        Options options,
        Consumer<String> listener,
        Cancellation cancellation)
        implements ConversionTask {

    @Override
    public List<Component> components() {
        return trajectories.components();
    }

    @Override
    public List<Map<String, RecordedTensor>> recorded(Component component) {
        return trajectories.calls(component, calls);
    }

    @Override
    public Map<String, Long> dimensions(Component component) {
        return trajectories.dimensions(component);
    }

    @Override
    public Path target(Component component) {
        return workspace.target(component, precision);
    }

    @Override
    public Path scratch() {
        return workspace.scratch();
    }

    @Override
    public double psnr(Map<Component, Path> graphs) {
        Map<Path, Path> substitutes = new HashMap<>();
        graphs.forEach((component, graph) -> substitutes.put(component.graph(), graph));
        return psnrOf.applyAsDouble(substitutes);
    }

    @Override
    public void progress(String line) {
        cancellation.throwIfCancelled();
        listener.accept(line);
    }
}
