package dev.darkroom.diagnostics.verdict;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.PairedEffect;
import java.util.List;

/**
 * The tests of one diagnosis taken together. {@link Pairs#LEVEL} bounds the looks of one test; who makes ten tests finds
 * something by chance all the same. So what speaks for a cause must also be significant by {@link Holm}'s correction over all
 * tests that were made. A cause says in which direction its change goes, so that its p is the one-sided one.
 */
final class Family {

    /** The chance that anything at all is called significant where nothing is. */
    static final double LEVEL = 0.05;

    private final List<PairedEffect> tests;
    private final double[] adjusted;

    /** Collects the tests behind some evidence; one may bear on several causes. */
    Family(List<Evidence> evidence) {
        tests = evidence.stream()
                .flatMap(each -> each.effect().stream())
                .filter(effect -> effect.deltas().size() >= Pairs.FIRST_LOOK)
                .distinct()
                .toList();
        adjusted = Holm.adjusted(
                tests.stream().mapToDouble(effect -> effect.pValue() / 2).toArray());
    }

    /** Returns evidence as it stands among all tests: what may be chance only suggests. */
    Evidence among(Evidence evidence) {
        int test = evidence.effect().map(tests::indexOf).orElse(-1);
        if (evidence.bearing().weight() < Bearing.SUPPORTS.weight() || test < 0 || adjusted[test] <= LEVEL) {
            return evidence;
        }
        return new Evidence(
                evidence.cause(),
                Bearing.SUGGESTS,
                evidence.size(),
                evidence.statement() + "; among " + tests.size() + " tests that may be chance",
                evidence.effect(),
                evidence.measures());
    }
}
