package dev.darkroom.plugin.inspector.detector;

import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.picture.Resampling;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TensorSpec;
import dev.darkroom.plugin.inspector.detector.Manifest.Channels;
import dev.darkroom.plugin.inspector.detector.Manifest.Kind;
import dev.darkroom.plugin.inspector.detector.Manifest.Layout;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A graph that looks at pictures as its manifest says. Its memory is made once; one picture at a time. */
final class Detector {

    /** What exporters call the number of pictures. */
    private static final Map<String, Long> ONE_PICTURE =
            Map.of("batch", 1L, "batch_size", 1L, "batchsize", 1L, "N", 1L, "n", 1L);

    private final Manifest manifest;
    private final InferenceSession session;
    private final TensorSpec inputSpec;
    private final Tensor input;
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();
    private final String main;

    private Detector(Manifest manifest, InferenceSession session, InferenceRuntime runtime) {
        this.manifest = manifest;
        this.session = session;
        if (session.inputs().size() != 1 || session.outputs().isEmpty()) {
            throw new ModelException("expected a graph of one input, found " + session);
        }
        inputSpec = session.inputs().get(0);
        main = manifest.output().tensor().orElse(session.outputs().get(0).name());
        input = runtime.allocate(inputSpec.type(), inputShape());
        int least = manifest.output().kind() == Kind.HEATMAP
                        || manifest.output().scores().isPresent()
                ? 4
                : 5;
        addOutput(runtime, main, manifest.output().kind() == Kind.HEATMAP ? 1 : least);
        manifest.output().scores().ifPresent(name -> addOutput(runtime, name, 1));
        manifest.output().labels().ifPresent(name -> addOutput(runtime, name, 1));
    }

    static Detector open(Manifest manifest, InferenceRuntime runtime) {
        InferenceSession session = runtime.open(manifest.model(), ONE_PICTURE);
        try {
            return new Detector(manifest, session, runtime);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    Manifest manifest() {
        return manifest;
    }

    private long[] inputShape() {
        Manifest.Input wanted = manifest.input();
        long[] shape = wanted.layout() == Layout.NCHW
                ? new long[] {1, 3, wanted.height(), wanted.width()}
                : new long[] {1, wanted.height(), wanted.width(), 3};
        long[] declared = inputSpec.shape();
        boolean fits = declared.length == 4;
        for (int i = 0; fits && i < 4; i++) {
            fits = declared[i] < 0 || declared[i] == shape[i];
        }
        if (!fits) {
            throw new ModelException(
                    "the manifest says an input of " + Arrays.toString(shape) + ", the graph wants " + inputSpec);
        }
        return shape;
    }

    private void addOutput(InferenceRuntime runtime, String name, int leastNumbers) {
        TensorSpec spec = session.output(name)
                .orElseThrow(() -> new ModelException(
                        "expected one of the outputs " + session.outputs() + ", the manifest says " + name));
        long[] shape = spec.shape();
        if (shape.length > 0 && shape[0] < 0) {
            shape[0] = 1;
        }
        if (Arrays.stream(shape).anyMatch(size -> size < 0)) {
            throw new ModelException("output " + spec + " leaves a size open (-1); export the graph with fixed sizes");
        }
        boolean flat = name.equals(main) && shape.length < 2;
        if (flat || (leastNumbers > 1 && shape[shape.length - 1] < leastNumbers)) {
            throw new ModelException("output " + spec + ": expected "
                    + (leastNumbers > 1 ? "boxes of at least " + leastNumbers + " numbers" : "a map of two sides"));
        }
        outputs.computeIfAbsent(name, unused -> runtime.allocate(spec.type(), shape));
    }

    synchronized Sighting look(Picture picture) {
        input.writeFloats(FloatBuffer.wrap(prepared(picture)));
        session.run(Map.of(inputSpec.name(), input), outputs, new Cancellation());
        Optional<Answer> scores = manifest.output().scores().map(this::answer);
        return manifest.output().kind() == Kind.HEATMAP
                ? Sighting.ofMap(answer(main), scores)
                : Sighting.ofBoxes(
                        answer(main), scores, manifest.output().labels().map(this::answer), manifest);
    }

    /** Returns the picture stretched to the input's size, normalised, in the graph's layout. */
    private float[] prepared(Picture picture) {
        Manifest.Input wanted = manifest.input();
        int size = wanted.width() * wanted.height();
        float[] planes = Resampling.resize(picture, wanted.width(), wanted.height());
        float[] values = new float[3 * size];
        for (int c = 0; c < 3; c++) {
            int from = wanted.channels() == Channels.RGB ? c : 2 - c;
            for (int i = 0; i < size; i++) {
                int at = wanted.layout() == Layout.NCHW ? c * size + i : 3 * i + c;
                values[at] = (float) ((planes[from * size + i] - wanted.mean()[c]) / wanted.std()[c]);
            }
        }
        return values;
    }

    private Answer answer(String name) {
        Tensor tensor = outputs.get(name);
        float[] values = new float[tensor.elements()];
        tensor.readFloats(FloatBuffer.wrap(values));
        return new Answer(name, tensor.shape(), values, manifest.output().activation());
    }
}
