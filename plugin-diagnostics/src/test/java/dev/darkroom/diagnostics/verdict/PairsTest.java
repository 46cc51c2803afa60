package dev.darkroom.diagnostics.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.diagnosis.PairedEffect;
import org.junit.jupiter.api.Test;

class PairsTest {

    private static Pairs of(double... deltas) {
        Pairs pairs = new Pairs("grain", 0.1);
        for (double delta : deltas) {
            pairs.add("a cat", delta);
        }
        return pairs;
    }

    @Test
    void eightAlikePairsOfABigEffectMatter() {
        PairedEffect effect =
                of(-0.5, -0.4, -0.45, -0.6, -0.3, -0.35, -0.55, -0.42).effect();
        assertThat(effect.pValue()).isCloseTo(2 / 256.0, within(1e-12));
        assertThat(Pairs.matters(effect)).isTrue();
        assertThat(effect.equivalent()).isFalse();
        assertThat(effect.looks()).isEqualTo(1);
    }

    @Test
    void aSignificantEffectWithinTheMarginDoesNotMatter() {
        PairedEffect effect =
                of(-0.05, -0.04, -0.045, -0.06, -0.03, -0.035, -0.055, -0.042).effect();
        assertThat(effect.pValue()).isLessThan(Pairs.LEVEL);
        assertThat(Pairs.matters(effect)).isFalse();
        assertThat(effect.equivalent()).isTrue();
    }

    @Test
    void fewPairsProveNoEquivalence() {
        assertThat(of(0.001, -0.001, 0.002).effect().equivalent()).isFalse();
    }

    @Test
    void severalPromptsCountOnceEach() {
        Pairs pairs = new Pairs("grain", 0.1);
        for (int seed = 0; seed < 8; seed++) {
            pairs.add("a cat", -1).add("a dog", 1);
        }
        PairedEffect effect = pairs.effect();
        assertThat(effect.deltas()).hasSize(16);
        assertThat(effect.pValue()).isEqualTo(1);
        assertThat(effect.estimate()).isZero();
    }
}
