package dev.darkroom.api.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static Latent filled(double value) {
        return Latent.generate(new Shape(1, 1, 2, 2), i -> (float) value);
    }

    @Test
    void keepsTheNewest() {
        History history = new History(2);
        history.add(3, filled(30));
        history.add(2, filled(20));
        history.add(1, filled(10));
        assertThat(history.size()).isEqualTo(2);
        assertThat(history.times(2)).containsExactly(1, 2);
        assertThat(history.value(1)).isEqualTo(filled(20));
    }

    @Test
    void aLevelThatFollowsItselfTakesThePlaceOfTheFirst() {
        History history = new History(3);
        history.add(2, filled(20));
        history.add(1, filled(10));
        history.add(1, filled(11));
        assertThat(history.times(2)).containsExactly(1, 2);
        assertThat(history.value(0)).isEqualTo(filled(11));
    }

    @Test
    void weighsStateAndEvaluations() {
        History history = new History(3);
        history.add(2, filled(20));
        history.add(1, filled(10));
        assertThat(history.sum(0.5, filled(4), new double[] {2, -1})).isEqualTo(filled(2));
    }

    @Test
    void writesTheNewestNoiseOutInStateAndEstimate() {
        Latent x = filled(8);
        Latent x0 = filled(3);
        History history = new History(3);
        history.add(4, filled(20));
        history.add(2, Latent.sum(1 / 2.0, x, -0.6 / 2.0, x0));
        double[] weights = {1.5, -1};
        Latent expected = history.sum(0.5, x, weights);
        Latent found = history.sum(0.5, x, x0, 0.6, 2, weights);
        assertThat(found.minus(expected).absQuantile(1)).isLessThan(1e-6);
    }

    @Test
    void refusesToRememberNothing() {
        assertThatThrownBy(() -> new History(0)).hasMessageContaining("at least 1 evaluation, found 0");
    }
}
