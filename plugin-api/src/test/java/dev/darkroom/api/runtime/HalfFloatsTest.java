package dev.darkroom.api.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Checksums are of what NumPy 2.4 and ml_dtypes 0.6 compute, little-endian, with NaN as 0. */
class HalfFloatsTest {

    @Test
    void decodesEveryHalfAsNumpyDoes() {
        ByteBuffer bytes = ByteBuffer.allocate(4 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int half = 0; half < 1 << 16; half++) {
            bytes.putFloat(withoutNan(HalfFloats.fromHalf((short) half)));
        }
        assertThat(checksum(bytes)).isEqualTo(0xef9d25e2L);
    }

    @Test
    void everyHalfSurvivesTheRoundTrip() {
        for (int half = 0; half < 1 << 16; half++) {
            float value = HalfFloats.fromHalf((short) half);
            if (Float.isNaN(value)) {
                assertThat(HalfFloats.fromHalf(HalfFloats.toHalf(value))).isNaN();
            } else {
                assertThat(HalfFloats.toHalf(value)).isEqualTo((short) half);
            }
        }
    }

    @Test
    void roundsAMillionFloatsAsNumpyDoes() {
        ByteBuffer bytes = ByteBuffer.allocate(2 << 20).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 1 << 20; i++) {
            bytes.putShort(HalfFloats.toHalf(withoutNan(Float.intBitsToFloat(i * 4099))));
        }
        assertThat(checksum(bytes)).isEqualTo(0x71d86d1aL);
    }

    @Test
    void roundsTiesToEvenAsNumpyDoes() {
        ByteBuffer bytes = ByteBuffer.allocate(2 * 0x7bff).order(ByteOrder.LITTLE_ENDIAN);
        for (int half = 0; half < 0x7bff; half++) {
            double middle = ((double) HalfFloats.fromHalf((short) half) + HalfFloats.fromHalf((short) (half + 1))) / 2;
            bytes.putShort(HalfFloats.toHalf((float) middle));
        }
        assertThat(checksum(bytes)).isEqualTo(0xdbf1225fL);
    }

    @Test
    void roundsToBfloatAsMlDtypesDoes() {
        ByteBuffer bytes = ByteBuffer.allocate(2 << 20).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 1 << 20; i++) {
            bytes.putShort(HalfFloats.toBfloat(withoutNan(Float.intBitsToFloat(i * 4099))));
        }
        assertThat(checksum(bytes)).isEqualTo(0xa1173b80L);
        assertThat(HalfFloats.fromBfloat(HalfFloats.toBfloat(Float.NaN))).isNaN();
        assertThat(HalfFloats.fromBfloat(HalfFloats.toBfloat(-1.5f))).isEqualTo(-1.5f);
    }

    private static float withoutNan(float value) {
        return Float.isNaN(value) ? 0 : value;
    }

    private static long checksum(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes.array());
        return crc.getValue();
    }
}
