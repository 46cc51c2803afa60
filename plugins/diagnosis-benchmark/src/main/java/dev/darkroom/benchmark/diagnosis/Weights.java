package dev.darkroom.benchmark.diagnosis;

import dev.darkroom.plugin.graph.onnx.DataType;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.TensorData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Changes the weights of an ONNX graph in place. */
final class Weights {

    /** Changes one tensor; returns whether it did. */
    @FunctionalInterface
    interface Edit {
        boolean of(String name, float[] values, long[] dims);
    }

    private Weights() {}

    /**
     * Offers every tensor of floats or halves to an edit and writes the graph back.
     *
     * @throws IOException if the file cannot be read or written, or nothing was changed
     */
    static void edit(Path file, Edit edit) throws IOException {
        Graph graph = Graph.read(file);
        int changed = 0;
        for (Map.Entry<String, TensorData> each : graph.initializers().entrySet()) {
            TensorData tensor = each.getValue();
            if (tensor.type() != DataType.FLOAT && tensor.type() != DataType.FLOAT16) {
                continue;
            }
            float[] values = tensor.floats();
            if (edit.of(each.getKey(), values, tensor.dims())) {
                each.setValue(
                        tensor.type() == DataType.FLOAT
                                ? TensorData.floats(tensor.dims(), values)
                                : TensorData.halves(tensor.dims(), values));
                changed++;
            }
        }
        if (changed == 0) {
            throw new IOException(file + ": no tensor was changed: the fault cannot be injected");
        }
        graph.save(file);
    }
}
