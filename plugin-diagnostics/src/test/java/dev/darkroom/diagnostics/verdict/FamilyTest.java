package dev.darkroom.diagnostics.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.CauseVerdict;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.diagnosis.Standing;
import dev.darkroom.diagnostics.cause.KnowledgeBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FamilyTest {

    private static PairedEffect effect(int test, double... deltas) {
        Pairs pairs = new Pairs("measure " + test, 0.1);
        for (double delta : deltas) {
            pairs.add("", delta);
        }
        return pairs.effect();
    }

    private static PairedEffect nothing(int test) {
        return effect(test, 0.01, -0.02, 0.03, -0.04, 0.05, -0.06, 0.07, -0.08);
    }

    private static Evidence support(PairedEffect effect) {
        return Evidence.of("too-few-steps", Bearing.SUPPORTS, 0.6, "seen").withEffect(effect);
    }

    private static List<Evidence> among(Evidence evidence, int others) {
        List<Evidence> all = new ArrayList<>(List.of(evidence));
        for (int test = 0; test < others; test++) {
            all.add(Evidence.of("raw-weights", Bearing.EXCLUDES, 0, "not seen").withEffect(nothing(test)));
        }
        return all;
    }

    @Test
    void whatIsSignificantAloneMayBeChanceAmongMany() {
        // Seven of eight pairs agree: p = 2/256 one-sided.
        PairedEffect effect = effect(99, -0.5, -0.4, -0.45, -0.6, -0.3, -0.35, -0.55, 0.2);
        assertThat(Pairs.matters(effect)).isTrue();
        assertThat(new Family(among(support(effect), 0)).among(support(effect)).bearing())
                .isEqualTo(Bearing.SUPPORTS);
        assertThat(new Family(among(support(effect), 5)).among(support(effect)).bearing())
                .isEqualTo(Bearing.SUPPORTS);
        Evidence weak = new Family(among(support(effect), 6)).among(support(effect));
        assertThat(weak.bearing()).isEqualTo(Bearing.SUGGESTS);
        assertThat(weak.statement()).isEqualTo("seen; among 7 tests that may be chance");
        List<CauseVerdict> verdicts = new Judge(KnowledgeBase.bundled()).judge(among(support(effect), 6), Set.of());
        assertThat(verdicts.get(0).standing()).isEqualTo(Standing.CONSISTENT);
    }

    @Test
    void oneTestThatBearsOnSeveralCausesCountsOnce() {
        PairedEffect effect = effect(99, -0.5, -0.4, -0.45, -0.6, -0.3, -0.35, -0.55, 0.2);
        List<Evidence> all = new ArrayList<>();
        for (int cause = 0; cause < 10; cause++) {
            all.add(Evidence.of("cause-" + cause, Bearing.SUPPORTS, 0.5, "seen").withEffect(effect));
        }
        assertThat(new Family(all).among(all.get(3)).bearing()).isEqualTo(Bearing.SUPPORTS);
    }

    @Test
    void onePairIsNoTest() {
        PairedEffect effect = effect(99, -0.5, -0.4, -0.45, -0.6, -0.3, -0.35, -0.55, 0.2);
        List<Evidence> all = new ArrayList<>(List.of(support(effect)));
        for (int test = 0; test < 20; test++) {
            all.add(Evidence.of("raw-weights", Bearing.DOUBTS, 0, "screened").withEffect(effect(test, 0.01 * test)));
        }
        assertThat(new Family(all).among(support(effect)).bearing()).isEqualTo(Bearing.SUPPORTS);
    }

    /** Twelve tests of nothing, a thousand times: by its level one in twenty may find something, in the direction it says. */
    @Test
    void manyTestsOfNothingFindNothing() {
        Random random = new Random(1);
        int alone = 0;
        int together = 0;
        for (int diagnosis = 0; diagnosis < 1000; diagnosis++) {
            List<Evidence> all = new ArrayList<>();
            for (int test = 0; test < 12; test++) {
                double[] deltas = random.doubles(8).map(value -> 2 * value - 1).toArray();
                all.add(support(effect(test, deltas)));
            }
            Family family = new Family(all);
            List<Evidence> found = all.stream()
                    .filter(each -> Pairs.matters(each.effect().orElseThrow())
                            && each.effect().orElseThrow().estimate() < 0)
                    .toList();
            alone += found.isEmpty() ? 0 : 1;
            together += found.stream().anyMatch(each -> family.among(each).bearing() == Bearing.SUPPORTS) ? 1 : 0;
        }
        assertThat(alone).as("each test by itself").isGreaterThan(71);
        assertThat(together).as("a level of 50, and three standard deviations").isLessThan(71);
    }
}
