package dev.darkroom.diagnostics.verdict;

import dev.darkroom.api.diagnosis.PairedEffect;
import java.util.List;

/**
 * The best of several changes that were all tried on the same pairs, looked at once. Who takes the best of six finds an
 * improvement by chance. Its p is therefore that of the smallest of all their p-values where the sign of each pair, the same
 * for all changes, is random (Westfall and Young 1993, <i>Resampling-Based Multiple Testing</i>, section 2.3), over all sign
 * patterns. Unlike Bonferroni's it loses little where the changes act alike, as neighbouring schedules do.
 */
public final class Choice {

    /** The level of a test that is looked at once. */
    public static final double LEVEL = 0.05;

    /** All patterns of more signs would take too long. */
    private static final int MOST_PAIRS = 16;

    private static final double ROUNDING = 1e-12;

    private final int best;
    private final PairedEffect effect;
    private final boolean allWorse;

    private Choice(int best, PairedEffect effect, boolean allWorse) {
        this.best = best;
        this.effect = effect;
        this.allWorse = allWorse;
    }

    /**
     * Chooses.
     *
     * @param measure what is measured; higher is worse
     * @param margin the largest effect that does not matter, above 0
     * @param deltas of each change the measure after it less that before, pair by pair: 1 to 16 pairs, as many of each change
     */
    public static Choice of(String measure, double margin, List<double[]> deltas) {
        int pairs = deltas.isEmpty() ? 0 : deltas.get(0).length;
        if (pairs < 1 || pairs > MOST_PAIRS || deltas.stream().anyMatch(each -> each.length != pairs)) {
            throw new IllegalArgumentException(
                    "choice: expected changes of the same 1 to " + MOST_PAIRS + " pairs, found "
                            + deltas.stream().map(each -> each.length).toList() + " pairs");
        }
        List<SignedRank> tests = deltas.stream().map(SignedRank::of).toList();
        int best = 0;
        boolean allWorse = true;
        for (int i = 0; i < tests.size(); i++) {
            best = tests.get(i).estimate() < tests.get(best).estimate() ? i : best;
            allWorse &= tests.get(i).pAbove() < LEVEL / 2;
        }
        Pairs chosen = new Pairs(measure, margin);
        for (double delta : deltas.get(best)) {
            chosen.add("", delta);
        }
        double p = Math.min(1, 2 * corrected(tests.get(best).pBelow(), deltas));
        return new Choice(best, withP(chosen.effect(), p), allWorse);
    }

    /** Returns the share of sign patterns under which some change would look as good as the best one does. */
    private static double corrected(double p, List<double[]> deltas) {
        int pairs = deltas.get(0).length;
        List<SignedRank.Signs> changes =
                deltas.stream().map(SignedRank.Signs::new).toList();
        int asGood = 0;
        for (int pattern = 0; pattern < 1 << pairs; pattern++) {
            int flipped = pattern;
            if (changes.stream().anyMatch(change -> change.pBelow(flipped) <= p + ROUNDING)) {
                asGood++;
            }
        }
        return (double) asGood / (1 << pairs);
    }

    private static PairedEffect withP(PairedEffect effect, double p) {
        return new PairedEffect(
                effect.measure(),
                effect.deltas(),
                effect.estimate(),
                effect.low(),
                effect.high(),
                effect.confidence(),
                p,
                effect.looks(),
                effect.margin(),
                effect.equivalent());
    }

    /** Returns which change is best, from 0. */
    public int best() {
        return best;
    }

    /** Returns its effect, with the two-sided p that is corrected for the choice; its interval is not. */
    public PairedEffect effect() {
        return effect;
    }

    /** Returns whether the best change makes things better, be it ever so little. */
    public boolean isBetter() {
        return effect.pValue() < LEVEL && effect.estimate() < 0;
    }

    /** Returns whether it makes them better by more than the margin. */
    public boolean matters() {
        return isBetter() && effect.estimate() < -effect.margin();
    }

    /**
     * Returns whether every single change was seen to make things worse, so that what was changed had the right value: only
     * then could the pairs have shown that it had a wrong one. All must be rejected, which needs no correction (Berger 1982,
     * Technometrics 24: intersection-union tests).
     */
    public boolean isAllWorse() {
        return allWorse;
    }
}
