package dev.darkroom.plugin.precision.int8;

import dev.darkroom.plugin.graph.onnx.DataType;
import dev.darkroom.plugin.graph.onnx.TensorData;

/**
 * Weights as signed bytes, {@code w = scale * q} with a scale an output channel and q from -127 to 127: symmetric, so that no
 * zero point enters the integer product (Jacob et al. 2018, section 2.3; Krishnamoorthi 2018, section 3.1).
 */
final class ChannelWeights {

    private static final int MOST = 127;

    private final TensorData source;
    private final int axis;
    private final float[] scales;

    ChannelWeights(TensorData source, int axis) {
        this.source = source;
        this.axis = axis;
        long[] dims = source.dims();
        scales = new float[(int) dims[axis]];
        float[] values = source.floats();
        int inner = inner(dims);
        for (int i = 0; i < values.length; i++) {
            int channel = i / inner % scales.length;
            scales[channel] = Math.max(scales[channel], Math.abs(values[i]));
        }
        for (int channel = 0; channel < scales.length; channel++) {
            float scale = scales[channel] / MOST;
            scales[channel] = scale >= Float.MIN_NORMAL ? scale : 1;
        }
    }

    private int inner(long[] dims) {
        int inner = 1;
        for (int i = axis + 1; i < dims.length; i++) {
            inner *= (int) dims[i];
        }
        return inner;
    }

    /** Returns the scale of each output channel. */
    float[] scales() {
        return scales.clone();
    }

    /** Returns the bytes, computed while they are written. */
    TensorData bytes() {
        return source.map(DataType.INT8, tensor -> {
            float[] values = tensor.floats();
            byte[] bytes = new byte[values.length];
            int inner = inner(tensor.dims());
            for (int i = 0; i < values.length; i++) {
                double level = Math.rint(values[i] / scales[i / inner % scales.length]);
                bytes[i] = (byte) Math.max(-MOST, Math.min(MOST, level));
            }
            return TensorData.bytes(DataType.INT8, tensor.dims(), bytes);
        });
    }

    /**
     * Returns a bias as 32-bit integers of the scale that the integer product has, so that it is added there.
     *
     * @param bias a value an output channel
     * @param inputScale the scale of the activations
     */
    int[] bias(float[] bias, float inputScale) {
        int[] whole = new int[bias.length];
        for (int channel = 0; channel < bias.length; channel++) {
            // Casting saturates, which is what the kernel would do.
            whole[channel] = (int) Math.rint(bias[channel] / ((double) inputScale * scales[channel]));
        }
        return whole;
    }

    /** Returns the scales of a bias, {@code inputScale * scale} a channel. */
    float[] biasScales(float inputScale) {
        float[] products = scales.clone();
        for (int channel = 0; channel < products.length; channel++) {
            products[channel] *= inputScale;
        }
        return products;
    }
}
