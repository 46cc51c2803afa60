package dev.darkroom.host.onnx;

import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.api.runtime.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a call, divided by rows. What a graph declares with an open first dimension has a row for each row of the
 * batch; everything else (a scalar timestep) is the same for all.
 */
final class RowGroups {

    /**
     * The tensors of some of the rows.
     *
     * @param inputs by name
     * @param outputs by name
     */
    record Group(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {}

    private RowGroups() {}

    /** Returns the number of rows of a call, or 1 if it cannot be divided. */
    static int rows(Graph graph, Map<String, Tensor> given, Map<String, Tensor> wanted) {
        long rows = -1;
        for (TensorSpec spec : graph.outputs()) {
            if (wanted.containsKey(spec.name())) {
                rows = agreed(rows, spec, wanted.get(spec.name()));
            }
        }
        for (TensorSpec spec : graph.inputs()) {
            if (hasRows(spec) && given.containsKey(spec.name())) {
                rows = agreed(rows, spec, given.get(spec.name()));
            }
        }
        return (int) Math.max(1, rows);
    }

    private static long agreed(long rows, TensorSpec spec, Tensor tensor) {
        if (!hasRows(spec) || tensor.shape().length == 0) {
            return 0;
        }
        long own = tensor.shape()[0];
        return rows < 0 || rows == own ? own : 0;
    }

    private static boolean hasRows(TensorSpec spec) {
        return spec.rank() > 0 && spec.shape()[0] < 0;
    }

    /**
     * Divides a call.
     *
     * @param rows the rows it has
     * @param groups into how many groups, at most one a row; sizes differ by one at most
     */
    static List<Group> divide(
            Graph graph, Map<String, Tensor> given, Map<String, Tensor> wanted, int rows, int groups) {
        List<Group> divided = new ArrayList<>();
        for (int k = 0; k < groups; k++) {
            int from = rows * k / groups;
            int count = rows * (k + 1) / groups - from;
            divided.add(
                    new Group(part(graph.inputs(), given, from, count), part(graph.outputs(), wanted, from, count)));
        }
        return divided;
    }

    private static Map<String, Tensor> part(List<TensorSpec> specs, Map<String, Tensor> tensors, int from, int count) {
        Map<String, Tensor> part = new HashMap<>(tensors);
        for (TensorSpec spec : specs) {
            if (hasRows(spec) && tensors.get(spec.name()) instanceof BufferTensor whole) {
                part.put(spec.name(), whole.rows(from, count));
            }
        }
        return part;
    }
}
