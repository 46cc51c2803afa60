package dev.darkroom.benchmark.diagnosis;

import java.util.Arrays;
import java.util.Random;

/** What can be done to the weights of a graph, by the names that the embedded model's tensors have. */
final class TensorEdits {

    private TensorEdits() {}

    static boolean dampened(String name, float[] values, long[] dims) {
        return dims.length == 4 && name.startsWith("vae.decoder.body") && scale(values, 0.9f);
    }

    /** The last convolution's kernels become boxes: a blur. */
    static boolean averaged(String name, float[] values, long[] dims) {
        if (!isLast(dims)) {
            return false;
        }
        int kernel = (int) (dims[2] * dims[3]);
        for (int at = 0; at < values.length; at += kernel) {
            float mean = 0;
            for (int i = 0; i < kernel; i++) {
                mean += values[at + i] / kernel;
            }
            Arrays.fill(values, at, at + kernel, mean);
        }
        return true;
    }

    /** Activations of one layer leave the range of a half (65504), as those of Stable Diffusion XL's decoder do. */
    static boolean overflowing(String name, float[] values, long[] dims) {
        return name.startsWith("vae.decoder.body.6.conv.weight") && scale(values, 4000);
    }

    static boolean swapped(String name, float[] values, long[] dims) {
        boolean bias = dims.length == 1 && dims[0] == 3;
        if (!isLast(dims) && !bias) {
            return false;
        }
        int each = values.length / 3;
        for (int i = 0; i < each; i++) {
            float red = values[i];
            values[i] = values[2 * each + i];
            values[2 * each + i] = red;
        }
        return true;
    }

    /** The last layer gives all of them the same light: 0.3 of the range -1 to 1. */
    static boolean brightened(String name, float[] values, long[] dims) {
        return dims.length == 1 && dims[0] == 3 && add(values, 0.3f);
    }

    private static boolean isLast(long[] dims) {
        return dims.length == 4 && dims[0] == 3;
    }

    /** The first layer reads the latent's channels in another order. */
    static boolean permuted(String name, float[] values, long[] dims) {
        if (!name.equals("vae.decoder.body.0.weight")) {
            return false;
        }
        int kernel = (int) (dims[2] * dims[3]);
        int channels = (int) dims[1];
        float[] old = values.clone();
        for (int out = 0; out < dims[0]; out++) {
            for (int in = 0; in < channels; in++) {
                int from = (out * channels + (in + 3) % channels) * kernel;
                System.arraycopy(old, from, values, (out * channels + in) * kernel, kernel);
            }
        }
        return true;
    }

    /** Every token becomes the same one. */
    static boolean deaf(String name, float[] values, long[] dims) {
        if (dims.length != 2 || dims[0] != 1536) {
            return false;
        }
        int width = (int) dims[1];
        for (int at = width; at < values.length; at += width) {
            System.arraycopy(values, 0, values, at, width);
        }
        return true;
    }

    static boolean shaken(String name, float[] values, long[] dims) {
        return name.equals("up0.1.conv2.weight") && noise(values, 2);
    }

    static boolean halved(String name, float[] values, long[] dims) {
        return name.equals("conv_out.weight") && scale(values, 0.5f);
    }

    static boolean shifted(String name, float[] values, long[] dims) {
        return name.equals("conv_out.bias") && add(values, 0.25f);
    }

    /** Two of the three attention blocks hear nothing of themselves nor of the prompt. */
    static boolean withoutAttention(String name, float[] values, long[] dims) {
        boolean part =
                name.endsWith("_1440") || name.endsWith("_1447") || name.endsWith("_1464") || name.endsWith("_1471");
        return part && scale(values, 0);
    }

    /** Sixteen steps a tensor, as the crudest of 4-bit formats has. */
    static boolean fourBits(String name, float[] values, long[] dims) {
        if (dims.length < 2) {
            return false;
        }
        float most = 0;
        for (float value : values) {
            most = Math.max(most, Math.abs(value));
        }
        float step = most / 7;
        for (int i = 0; i < values.length; i++) {
            values[i] = step * Math.round(values[i] / step);
        }
        return true;
    }

    /** One quantised layer's scales are three times what they should be. */
    static boolean misscaled(String name, float[] values, long[] dims) {
        return name.equals("up0.1.conv2.weight_scale") && scale(values, 3);
    }

    /** Calibration saw a third of the range of the activations: what is beyond is cut off. */
    static boolean narrowed(String name, float[] values, long[] dims) {
        return dims.length == 0 && name.endsWith("_scale") && scale(values, 0.33f);
    }

    /** Noise of a size over the tensor's own, in all tensors of two dimensions and more whose name holds a word. */
    static Weights.Edit noisy(String word, double size) {
        return (name, values, dims) -> dims.length > 1 && name.contains(word) && noise(values, size);
    }

    /** Weights beyond some standard deviations are cut off. */
    static Weights.Edit clipped(String word, double deviations) {
        return (name, values, dims) -> {
            if (!name.contains(word)) {
                return false;
            }
            float bound = (float) (deviations * rms(values));
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.max(-bound, Math.min(bound, values[i]));
            }
            return true;
        };
    }

    /** All values of the tensors whose name holds a word are scaled. */
    static Weights.Edit scaled(String word, float factor) {
        return (name, values, dims) -> name.contains(word) && scale(values, factor);
    }

    /** One weight is no number. */
    static Weights.Edit notANumber(String word) {
        return (name, values, dims) -> {
            if (!name.contains(word)) {
                return false;
            }
            values[0] = Float.NaN;
            return true;
        };
    }

    /** Every weight is rounded to the eleven bits of a half: what a copy that was once cast holds. Nothing anybody could see. */
    static boolean halves(String name, float[] values, long[] dims) {
        for (int i = 0; i < values.length; i++) {
            float ulp = Math.ulp(values[i]) * (1 << 13);
            values[i] = Math.round(values[i] / ulp) * ulp;
        }
        return true;
    }

    /** Every bit of a file differs, the weights do not. */
    static boolean rewritten(String name, float[] values, long[] dims) {
        return dims.length > 1 && scale(values, 1 + 1e-6f);
    }

    private static boolean noise(float[] values, double size) {
        double deviation = size * rms(values);
        Random random = new Random(5);
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (deviation * random.nextGaussian());
        }
        return true;
    }

    private static double rms(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares / values.length);
    }

    private static boolean scale(float[] values, float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return true;
    }

    private static boolean add(float[] values, float amount) {
        for (int i = 0; i < values.length; i++) {
            values[i] += amount;
        }
        return true;
    }
}
