package dev.darkroom.plugin.graph.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads graphs. The file is mapped and weights refer to the mapping, so that reading takes next to no heap. */
final class GraphReader {

    private GraphReader() {}

    static Graph read(Path file) {
        ModelProto model = parse(file);
        if (!model.hasGraph() || model.getGraph().getNodeCount() == 0) {
            throw new GraphException(name(file) + ": expected an ONNX graph, found none in the file; fetch it again");
        }
        if (model.getOpsetImportList().stream().noneMatch(opset -> opset.getVersion() > 0)) {
            throw new GraphException(name(file) + ": the graph names no operator set; export it again");
        }
        ExternalData external = new ExternalData(file);
        Map<String, TensorData> initializers = new LinkedHashMap<>();
        try {
            for (TensorProto tensor : model.getGraph().getInitializerList()) {
                initializers.put(tensor.getName(), Tensors.of(tensor, external));
            }
        } catch (ArithmeticException e) {
            throw new GraphException(name(file) + ": a tensor is larger than can be; fetch the file again", e);
        }
        return new Graph(name(file), model, initializers);
    }

    private static ModelProto parse(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new GraphException(name(file) + ": expected a file, found none at " + file.toAbsolutePath());
            }
            long size = Files.size(file);
            if (size == 0) {
                throw new GraphException(name(file) + ": the file is empty; fetch it again");
            }
            if (size > Integer.MAX_VALUE) {
                throw new GraphException(name(file) + ": expected at most 2 GB in one file, the limit of the format,"
                        + " found " + size + " bytes; export it with external data");
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
                CodedInputStream in = UnsafeByteOperations.unsafeWrap(mapped).newCodedInput();
                in.enableAliasing(true);
                return ModelProto.parseFrom(in);
            }
        } catch (InvalidProtocolBufferException e) {
            throw new GraphException(
                    name(file) + ": not a readable ONNX graph, perhaps damaged or half downloaded; fetch it again", e);
        } catch (IOException e) {
            throw new GraphException(name(file) + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the short name of a graph, {@code unet/model.onnx}. */
    static String name(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        Path folder = parent == null ? null : parent.getFileName();
        return folder == null ? String.valueOf(file.getFileName()) : folder + "/" + file.getFileName();
    }
}
