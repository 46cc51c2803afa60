package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FloatRoundingTest {

    @Test
    void aClearValueKeepsItsFloatSixteenUlpsAway() {
        Random random = new Random(1);
        int unclear = 0;
        for (int i = 0; i < 200_000; i++) {
            float low = random.nextFloat() * 20 - 10;
            double middle = (low + (double) Math.nextUp(low)) / 2;
            double value = middle + (random.nextInt(129) - 64) * Math.ulp(middle);
            boolean same = (float) (value - 16 * Math.ulp(value)) == (float) (value + 16 * Math.ulp(value));
            if (FloatRounding.isClear(value)) {
                assertThat(same).as("%s", value).isTrue();
            } else {
                unclear++;
            }
        }
        assertThat(unclear).isBetween(30_000, 70_000);
    }

    @Test
    void floatsAndZeroAreClear() {
        for (double value : new double[] {0, 1, -1, 0.1f, 1e-30f, -7.25}) {
            assertThat(FloatRounding.isClear(value)).as("%s", value).isTrue();
        }
    }

    @Test
    void theMiddleOfTwoFloatsIsNot() {
        assertThat(FloatRounding.isClear(1 + 0x1p-24)).isFalse();
        assertThat(FloatRounding.isClear(-1 - 3 * 0x1p-24)).isFalse();
    }
}
