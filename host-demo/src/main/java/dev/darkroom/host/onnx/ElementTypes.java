package dev.darkroom.host.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.api.runtime.InferenceException;
import dev.darkroom.api.runtime.TensorSpec;

/** Translates between the contract's element types and ONNX Runtime's. */
final class ElementTypes {

    private ElementTypes() {}

    static OnnxJavaType toOnnx(ElementType type) {
        return switch (type) {
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case BFLOAT16 -> OnnxJavaType.BFLOAT16;
            case FLOAT64 -> OnnxJavaType.DOUBLE;
            case INT64 -> OnnxJavaType.INT64;
            case INT32 -> OnnxJavaType.INT32;
            case INT8 -> OnnxJavaType.INT8;
            case UINT8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
        };
    }

    /**
     * Describes an input or output of a graph.
     *
     * @throws InferenceException if it is no tensor, or of a type that diffusion models do not have at their edges
     */
    static TensorSpec describe(String graph, NodeInfo node) {
        if (!(node.getInfo() instanceof TensorInfo info)) {
            throw new InferenceException(
                    graph + ", " + node.getName() + ": expected a tensor, found " + node.getInfo());
        }
        ElementType type = switch (info.type) {
            case FLOAT -> ElementType.FLOAT32;
            case FLOAT16 -> ElementType.FLOAT16;
            case BFLOAT16 -> ElementType.BFLOAT16;
            case DOUBLE -> ElementType.FLOAT64;
            case INT64 -> ElementType.INT64;
            case INT32 -> ElementType.INT32;
            case INT8 -> ElementType.INT8;
            case UINT8 -> ElementType.UINT8;
            case BOOL -> ElementType.BOOL;
            default ->
                throw new InferenceException(graph + ", " + node.getName()
                        + ": expected a tensor of floats, integers or booleans, found " + info.type);
        };
        return new TensorSpec(node.getName(), type, info.getShape());
    }
}
