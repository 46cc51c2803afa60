package dev.darkroom.benchmark.diagnosis;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Changes the weights of an ONNX graph in place. */
final class Weights {

    private static final int FLOAT = 1;

    /** Changes one tensor; returns whether it did. */
    @FunctionalInterface
    interface Edit {
        boolean of(String name, float[] values, long[] dims);
    }

    private Weights() {}

    /**
     * Offers every FP32 tensor of a graph to an edit and writes the graph back.
     *
     * @throws IOException if the file cannot be read or written, or nothing was changed
     */
    static void edit(Path file, Edit edit) throws IOException {
        OnnxMl.ModelProto.Builder model;
        try (InputStream in = Files.newInputStream(file)) {
            model = OnnxMl.ModelProto.parseFrom(in).toBuilder();
        }
        int changed = 0;
        for (OnnxMl.TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
            if (tensor.getDataType() != FLOAT || !tensor.hasRawData()) {
                continue;
            }
            float[] values = new float[tensor.getRawData().size() / Float.BYTES];
            tensor.getRawData()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            long[] dims =
                    tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
            if (edit.of(tensor.getName(), values, dims)) {
                ByteBuffer bytes =
                        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(values);
                tensor.setRawData(ByteString.copyFrom(bytes));
                changed++;
            }
        }
        if (changed == 0) {
            throw new IOException(file + ": no tensor was changed: the fault cannot be injected");
        }
        Files.write(file, model.build().toByteArray());
    }
}
