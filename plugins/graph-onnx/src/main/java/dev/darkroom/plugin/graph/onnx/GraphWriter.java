package dev.darkroom.plugin.graph.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes graphs tensor by tensor: of the weights no more than one is in memory at a time. A protobuf message may be
 * written in pieces (its fields may come in any order), which is what makes this possible.
 */
final class GraphWriter {

    /**
     * The most bytes of weights inside the graph's own file. The format's limit is 2 GB, but an engine reads the whole message
     * before it copies the weights out of it: those beside it are mapped, and held once.
     */
    static final long ONE_FILE = 1L << 28;

    /** Tensors this small stay in the graph: shapes must be readable without the other file. */
    private static final long SMALL = 1024;

    /** Where ONNX wants external tensors to start, so that they can be mapped on every platform. */
    private static final long ALIGNMENT = 1 << 16;

    private final Graph graph;
    private final Path target;
    private final List<Path> aside = new ArrayList<>();

    private GraphWriter(Graph graph, Path target) {
        this.graph = graph;
        this.target = target.toAbsolutePath();
    }

    static void save(Graph graph, Path target, long oneFile) {
        GraphWriter writer = new GraphWriter(graph, target);
        try {
            writer.write(oneFile);
        } catch (IOException e) {
            throw new GraphException(
                    GraphReader.name(target) + ": cannot be written: " + reason(e)
                            + "; make room or choose another folder, nothing was changed",
                    e);
        } finally {
            writer.aside.forEach(GraphWriter::discard);
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException denied
                ? "no permission to write " + denied.getFile()
                : String.valueOf(e.getMessage());
    }

    private void write(long oneFile) throws IOException {
        GraphProto.Builder skeleton = graph.frame().getGraph().toBuilder();
        graph.sorted().forEach(node -> skeleton.addNode(node.proto()));
        graph.inputs().forEach(input -> skeleton.addInput(input.proto()));
        graph.outputs().forEach(output -> skeleton.addOutput(output.proto()));
        ModelProto.Builder rest = graph.frame().toBuilder().clearGraph();
        graph.notes()
                .forEach((key, value) -> rest.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        boolean external = graph.initializers().values().stream()
                        .mapToLong(TensorData::size)
                        .sum()
                > oneFile;
        Path data = target.resolveSibling(target.getFileName() + "_data");
        if (external) {
            Path part = part(data);
            writeData(part, data.getFileName().toString(), skeleton);
            writeGraph(part(target), rest.build(), skeleton.build(), Map.of());
            // Two files cannot be replaced at once: a graph must never be found beside the data of another.
            Files.deleteIfExists(target);
            Files.move(part, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            writeGraph(part(target), rest.build(), skeleton.build(), graph.initializers());
        }
        Files.move(
                aside.get(aside.size() - 1),
                target,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private Path part(Path file) {
        Path part = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        aside.add(part);
        return part;
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            part.toFile().deleteOnExit();
        }
    }

    private void writeData(Path part, String location, GraphProto.Builder skeleton) throws IOException {
        try (FileChannel channel = open(part)) {
            for (Map.Entry<String, TensorData> entry : graph.initializers().entrySet()) {
                TensorData tensor = entry.getValue();
                if (tensor.size() <= SMALL) {
                    skeleton.addInitializer(Tensors.proto(entry.getKey(), tensor));
                    continue;
                }
                long offset = (channel.position() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
                channel.position(offset);
                writeAll(channel, tensor.bytes());
                skeleton.addInitializer(Tensors.header(entry.getKey(), tensor).toBuilder()
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(entry("location", location))
                        .addExternalData(entry("offset", Long.toString(offset)))
                        .addExternalData(entry("length", Long.toString(tensor.size()))));
            }
            channel.force(true);
        }
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static void writeGraph(
            Path part, ModelProto rest, GraphProto skeleton, Map<String, TensorData> initializers) throws IOException {
        long length = skeleton.getSerializedSize();
        for (Map.Entry<String, TensorData> entry : initializers.entrySet()) {
            long tensor = tensorLength(entry.getKey(), entry.getValue());
            length += tagged(GraphProto.INITIALIZER_FIELD_NUMBER, tensor) + tensor;
        }
        try (FileChannel channel = open(part);
                OutputStream stream = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            CodedOutputStream out = CodedOutputStream.newInstance(stream);
            rest.writeTo(out);
            out.writeTag(ModelProto.GRAPH_FIELD_NUMBER, 2);
            out.writeUInt64NoTag(length);
            skeleton.writeTo(out);
            for (Map.Entry<String, TensorData> entry : initializers.entrySet()) {
                out.writeTag(GraphProto.INITIALIZER_FIELD_NUMBER, 2);
                out.writeUInt64NoTag(tensorLength(entry.getKey(), entry.getValue()));
                Tensors.header(entry.getKey(), entry.getValue()).writeTo(out);
                out.writeTag(TensorProto.RAW_DATA_FIELD_NUMBER, 2);
                out.writeUInt64NoTag(entry.getValue().size());
                out.flush();
                stream.flush();
                writeAll(channel, entry.getValue().bytes());
            }
            out.flush();
            stream.flush();
            channel.force(true);
        }
    }

    private static long tensorLength(String name, TensorData tensor) {
        return Tensors.header(name, tensor).getSerializedSize()
                + tagged(TensorProto.RAW_DATA_FIELD_NUMBER, tensor.size())
                + tensor.size();
    }

    private static long tagged(int field, long length) {
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt64SizeNoTag(length);
    }

    private static FileChannel open(Path part) throws IOException {
        return FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
