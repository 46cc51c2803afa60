package dev.darkroom.host.precision;

import dev.darkroom.api.Options;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.precision.Component;
import dev.darkroom.api.precision.ConversionTask;
import dev.darkroom.api.precision.PrecisionConverter;
import dev.darkroom.api.precision.RecordedTensor;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.api.runtime.InferenceRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** A conversion of one graph that was fed noise. */
record GraphTask(
        Component network,
        InferenceRuntime runtime,
        Path folder,
        Options options,
        ToDoubleFunction<Path> pictures,
        double leastPsnr,
        Cancellation cancellation)
        implements ConversionTask {

    static GraphTask of(
            PrecisionConverter converter,
            Path graph,
            Component.Role role,
            InferenceRuntime runtime,
            Path folder,
            Map<String, String> options,
            ToDoubleFunction<Path> pictures) {
        return new GraphTask(
                new Component("unet", role, graph),
                runtime,
                folder,
                Options.of(converter.info().options(), options),
                pictures,
                converter.leastPsnr(),
                new Cancellation());
    }

    @Override
    public ModelCard model() {
        return ModelCard.of("noise", folder)
                .size(8, 8)
                .latent(4, 1)
                .maxTokens(1)
                .build();
    }

    @Override
    public List<Component> components() {
        return List.of(network);
    }

    @Override
    public List<Map<String, RecordedTensor>> recorded(Component component) {
        Random random = new Random(3);
        List<Map<String, RecordedTensor>> calls = new ArrayList<>();
        for (int call = 0; call < 16; call++) {
            float[] values = new float[2 * 4 * 8 * 8];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            calls.add(Map.of(
                    "sample", RecordedTensor.of(ElementType.FLOAT32, new long[] {2, 4, 8, 8}, values),
                    "timestep", RecordedTensor.of(ElementType.INT64, new long[0], new float[] {999 - 60 * call})));
        }
        return calls;
    }

    @Override
    public Map<String, Long> dimensions(Component component) {
        return Map.of("height", 8L, "width", 8L);
    }

    @Override
    public Path target(Component component) {
        return folder.resolve("target.onnx");
    }

    @Override
    public Path scratch() {
        return folder;
    }

    @Override
    public double psnr(Map<Component, Path> graphs) {
        return pictures.applyAsDouble(graphs.get(network));
    }

    @Override
    public void progress(String line) {
        cancellation.throwIfCancelled();
    }
}
