package dev.darkroom.plugin.precision.int8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.plugin.graph.onnx.TensorData;
import org.junit.jupiter.api.Test;

/** Bytes and scales are those of {@code quantize_data} of ONNX Runtime 1.30's quantiser, symmetric, channel by channel. */
class ChannelWeightsTest {

    private static final float[] LOUDNESS = {1, 0.1f, 20};
    private static final float[] SCALES = {0.007759446743875742f, 0.0007735847611911595f, 0.15561704337596893f};
    private static final byte[] BYTES = {0, 83, 127, 111, 43, -45, -113, -127, -81, 2, 84, 127};

    @Test
    void rowsAreChannelsOfConvolutions() {
        float[] values = new float[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (Math.sin(i * 0.7) * LOUDNESS[i / 4]);
        }
        ChannelWeights weights = new ChannelWeights(TensorData.floats(new long[] {3, 4}, values), 0);
        assertThat(weights.scales()).containsExactly(SCALES, within(1e-7f));
        assertThat(bytes(weights)).isEqualTo(BYTES);
    }

    @Test
    void columnsAreChannelsOfProducts() {
        float[] values = new float[12];
        byte[] expected = new byte[12];
        for (int i = 0; i < values.length; i++) {
            int row = i / 4;
            int column = i % 4;
            values[3 * column + row] = (float) (Math.sin(i * 0.7) * LOUDNESS[row]);
            expected[3 * column + row] = BYTES[i];
        }
        ChannelWeights weights = new ChannelWeights(TensorData.floats(new long[] {4, 3}, values), 1);
        assertThat(weights.scales()).containsExactly(SCALES, within(1e-7f));
        assertThat(bytes(weights)).isEqualTo(expected);
    }

    @Test
    void aSilentChannelHasAScaleAndABiasTheProductsOne() {
        ChannelWeights weights = new ChannelWeights(TensorData.floats(new long[] {2, 1}, 0, 127), 0);
        assertThat(weights.scales()).containsExactly(1, 1);
        assertThat(weights.bias(new float[] {3, -0.26f}, 0.5f)).containsExactly(6, -1);
        assertThat(weights.biasScales(0.5f)).containsExactly(0.5f, 0.5f);
    }

    private static byte[] bytes(ChannelWeights weights) {
        byte[] bytes = new byte[12];
        weights.bytes().bytes().get(bytes);
        return bytes;
    }
}
