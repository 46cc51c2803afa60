package dev.darkroom.plugin.graph.onnx;

import dev.darkroom.api.model.ModelException;
import org.jspecify.annotations.Nullable;

/** A file is no readable ONNX graph, or a graph cannot be edited or written as asked. */
public class GraphException extends ModelException {

    private static final long serialVersionUID = 1L;

    public GraphException(String message) {
        super(printable(message));
    }

    public GraphException(String message, @Nullable Throwable cause) {
        super(printable(message), cause);
    }

    /** Names in messages come from the file. */
    private static String printable(String message) {
        return message.replaceAll("\\p{Cntrl}", "?");
    }
}
