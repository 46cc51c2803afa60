package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MultistepOrderTest {

    @Test
    void lowerOrderFinalActsBelow15Steps() {
        MultistepOrder third = new MultistepOrder(3, true, false);
        assertThat(orders(third, 14, 0.1)).endsWith(3, 2, 1);
        assertThat(orders(third, 15, 0.1)).endsWith(3, 3, 3);
        assertThat(orders(new MultistepOrder(2, true, false), 14, 0.1)).endsWith(2, 2, 1);
    }

    @Test
    void aStepToZeroIsOfFirstOrderWhateverTheFlagsSay() {
        assertThat(orders(new MultistepOrder(3, false, false), 5, 0)).containsExactly(1, 2, 3, 3, 1);
        assertThat(orders(new MultistepOrder(3, true, false), 20, 0)).endsWith(3, 3, 1);
    }

    @Test
    void eulerAtFinalActsAtAnyNumberOfSteps() {
        assertThat(orders(new MultistepOrder(2, false, true), 20, 0.1)).endsWith(2, 2, 1);
        assertThat(orders(new MultistepOrder(2, false, false), 20, 0.1)).endsWith(2, 2, 2);
    }

    private static int[] orders(MultistepOrder order, int steps, double last) {
        double[] sigmas = new double[steps + 1];
        for (int i = 0; i < steps; i++) {
            sigmas[i] = steps - i;
        }
        sigmas[steps] = last;
        return IntStream.range(0, steps)
                .map(i -> order.at(i, SigmaSchedule.of(sigmas), Math.min(i + 1, 3)))
                .toArray();
    }
}
