package dev.darkroom.diagnostics.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class StructureTensorTest {

    private static final int SIDE = 9;

    private static StructureTensor of(IntBinaryOperator value) {
        float[] values = new float[SIDE * SIDE];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.applyAsInt(i % SIDE, i / SIDE);
        }
        return StructureTensor.of(Plane.owning(SIDE, SIDE, values), 0, 0, SIDE - 1, SIDE - 1);
    }

    @Test
    void aSlopeHasOneDirection() {
        StructureTensor slope = of((x, y) -> 3 * x - 2 * y);
        int pixels = (SIDE - 1) * (SIDE - 1);
        assertThat(slope.xx()).isCloseTo(9 * pixels, within(1e-9));
        assertThat(slope.yy()).isCloseTo(4 * pixels, within(1e-9));
        assertThat(slope.xy()).isCloseTo(-6 * pixels, within(1e-9));
        assertThat(slope.energy()).isCloseTo(13 * pixels, within(1e-9));
        assertThat(slope.isLessCoherentThan(0.99)).isFalse();
    }

    @Test
    void aBowlHasNone() {
        StructureTensor bowl = of((x, y) -> (x - 4) * (x - 4) + (y - 4) * (y - 4));
        assertThat(bowl.isLessCoherentThan(0.01)).isTrue();
    }

    @Test
    void whatIsFlatHasNeither() {
        StructureTensor flat = of((x, y) -> 7);
        assertThat(flat.energy()).isZero();
        assertThat(flat.isLessCoherentThan(1)).isFalse();
    }
}
