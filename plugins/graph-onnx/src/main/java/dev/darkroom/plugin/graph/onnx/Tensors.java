package dev.darkroom.plugin.graph.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Between tensors and the messages of files. */
final class Tensors {

    private Tensors() {}

    /**
     * Returns the tensor of a message.
     *
     * @param external where external data lies; {@code null} where the format allows none
     * @throws GraphException if the message contradicts itself, or its external data is missing or elsewhere
     */
    static TensorData of(TensorProto proto, @Nullable ExternalData external) {
        DataType type = DataType.of(proto.getDataType());
        long[] dims = proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
        if (Arrays.stream(dims).anyMatch(dim -> dim < 0)) {
            throw new GraphException(
                    "tensor " + proto.getName() + ": expected dimensions from 0, found " + Arrays.toString(dims));
        }
        if (type == DataType.STRING) {
            return TensorData.of(type, dims, () -> ByteBuffer.allocate(0));
        }
        if (proto.getDataLocation() == DataLocation.EXTERNAL) {
            if (external == null) {
                throw new GraphException("tensor " + proto.getName() + ": external data is for initialisers only");
            }
            return external.tensor(proto, type, dims);
        }
        if (proto.hasRawData()) {
            ByteString raw = proto.getRawData();
            TensorData tensor = TensorData.of(type, dims, raw::asReadOnlyByteBuffer);
            if (tensor.size() != raw.size()) {
                throw new GraphException("tensor " + proto.getName() + ": expected " + tensor.size() + " bytes for "
                        + tensor + ", found " + raw.size());
            }
            return tensor;
        }
        return TensorData.of(type, dims, () -> typed(proto, type));
    }

    /** The elements of a message that lists them one by one; small types share the list of 32-bit integers. */
    private static ByteBuffer typed(TensorProto proto, DataType type) {
        int count = Math.max(
                Math.max(proto.getFloatDataCount(), proto.getInt32DataCount()),
                Math.max(Math.max(proto.getInt64DataCount(), proto.getUint64DataCount()), proto.getDoubleDataCount()));
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(Math.max(8L * count, type.bytes(count))))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            switch (type) {
                case FLOAT, COMPLEX64 -> buffer.putFloat(proto.getFloatData(i));
                case DOUBLE, COMPLEX128 -> buffer.putDouble(proto.getDoubleData(i));
                case INT64 -> buffer.putLong(proto.getInt64Data(i));
                case UINT64 -> buffer.putLong(proto.getUint64Data(i));
                case UINT32 -> buffer.putInt((int) proto.getUint64Data(i));
                case INT32 -> buffer.putInt(proto.getInt32Data(i));
                case INT16, UINT16, FLOAT16, BFLOAT16 -> buffer.putShort((short) proto.getInt32Data(i));
                default -> buffer.put((byte) proto.getInt32Data(i));
            }
        }
        return buffer.flip();
    }

    /** Returns everything of a tensor but its content. */
    static TensorProto header(String name, TensorData tensor) {
        TensorProto.Builder builder =
                TensorProto.newBuilder().setDataType(tensor.type().code());
        if (!name.isEmpty()) {
            builder.setName(name);
        }
        for (long dim : tensor.dims()) {
            builder.addDims(dim);
        }
        return builder.build();
    }

    static TensorProto proto(String name, TensorData tensor) {
        return header(name, tensor).toBuilder()
                .setRawData(UnsafeByteOperations.unsafeWrap(tensor.bytes()))
                .build();
    }
}
