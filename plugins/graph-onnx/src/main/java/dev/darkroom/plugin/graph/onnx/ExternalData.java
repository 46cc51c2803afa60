package dev.darkroom.plugin.graph.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The files beside a graph that hold its weights (ONNX's ExternalData.md). Their paths come from the file, so that they
 * must stay in the graph's own folder. A link there may point elsewhere: whoever may make links may copy files, and the
 * cache of Hugging Face is made of them.
 */
final class ExternalData {

    private final Path graph;
    private final Path folder;

    ExternalData(Path graph) {
        this.graph = graph;
        this.folder = graph.toAbsolutePath().normalize().getParent();
    }

    /** Returns a tensor that is mapped when its content is asked for. */
    TensorData tensor(TensorProto proto, DataType type, long[] dims) {
        Map<String, String> entries = new HashMap<>();
        for (StringStringEntryProto entry : proto.getExternalDataList()) {
            entries.put(entry.getKey(), entry.getValue());
        }
        String where = entries.getOrDefault("location", "");
        Path file = resolve(proto.getName(), where);
        TensorData tensor = TensorData.of(type, dims, () -> ByteBuffer.allocate(0));
        long offset = number(proto, entries.get("offset"), 0);
        long length = number(proto, entries.get("length"), tensor.size());
        if (length != tensor.size()) {
            throw bad(proto.getName(), "expected " + tensor.size() + " bytes for " + tensor + ", found " + length);
        }
        try {
            if (offset < 0 || Math.addExact(offset, length) > Files.size(file)) {
                throw bad(
                        proto.getName(),
                        "its external data file " + where + " is too short: expected " + (offset + length)
                                + " bytes, found " + Files.size(file) + "; fetch every file of the folder");
            }
        } catch (IOException e) {
            throw new GraphException(name() + ": " + where + " cannot be read: " + e.getMessage(), e);
        }
        return TensorData.of(type, dims, () -> map(file, offset, length));
    }

    private Path resolve(String tensor, String where) {
        Path file;
        try {
            file = folder.resolve(where).normalize();
        } catch (InvalidPathException e) {
            throw new GraphException(name() + ", tensor " + tensor + ": no path: " + e.getMessage(), e);
        }
        if (where.isBlank() || Path.of(where).isAbsolute() || !file.startsWith(folder) || file.equals(folder)) {
            throw bad(
                    tensor,
                    "its external data path \"" + where
                            + "\" leaves the model's folder; such a file is not to be trusted, fetch it from its source");
        }
        if (!Files.isRegularFile(file)) {
            throw bad(tensor, "its external data file " + where + " is missing; fetch every file of the folder");
        }
        return file;
    }

    private long number(TensorProto proto, @org.jspecify.annotations.Nullable String text, long absent) {
        try {
            return text == null ? absent : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw bad(proto.getName(), "expected a whole number for its external data, found \"" + text + "\"");
        }
    }

    private ByteBuffer map(Path file, long offset, long length) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
        } catch (IOException e) {
            throw new GraphException(name() + ": " + file.getFileName() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private GraphException bad(String tensor, String what) {
        return new GraphException(name() + ", tensor " + tensor + ": " + what);
    }

    private String name() {
        return GraphReader.name(graph);
    }
}
