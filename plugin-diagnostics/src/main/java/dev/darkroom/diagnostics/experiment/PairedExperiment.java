package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.diagnosis.BudgetSpentException;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Effort;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.List;
import java.util.Optional;

/**
 * Changes one factor at fixed seeds. One pair screens; where the change makes things better, or the settings are suspect, seeds follow one
 * after another up to the looks of {@link Pairs}, with the difference tested at each.
 */
abstract class PairedExperiment implements Experiment {

    /** What is measured, for people; higher is worse. */
    abstract String measure();

    /** The largest effect that does not matter. */
    abstract double margin();

    /** The request with the factor changed, at its own seed. */
    abstract GenerationRequest changed(Case subject, GenerationRequest request);

    /** The measure after the change less that before it. */
    abstract double delta(Case subject, Shot base, Shot changed, Laboratory laboratory);

    /** What the pairs say. */
    abstract List<Evidence> judge(Case subject, PairedEffect effect, Laboratory laboratory);

    /**
     * Returns whether the settings are such that the cause could be called likely, however large the effect; where not, one pair
     * is enough to know, short of a thorough diagnosis.
     */
    boolean couldBeLikely(Case subject) {
        return true;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        return Suspects.modelIsWrong(subject) && subject.question().effort() != Effort.EXHAUSTIVE
                ? Optional.of("the model itself is misread or damaged: its pictures cannot be compared")
                : Optional.empty();
    }

    @Override
    public int pictures(Case subject) {
        // The first picture of the first pair is the one in question.
        return pairsFollow(subject) ? perPair() * Math.min(Pairs.FIRST_LOOK, most(subject)) - 1 : perPair() - 1;
    }

    /** What pairs take, and one picture more for what they show. */
    @Override
    public int mostPictures(Case subject) {
        return perPair() * most(subject) + 1;
    }

    /** How many pictures a pair takes, its limit included where it is compared with one. */
    int perPair() {
        return 2;
    }

    @Override
    public Optional<GenerationRequest> cure(Case subject, String cause) {
        return Optional.of(changed(subject, subject.question().request()));
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        GenerationRequest asked = subject.question().request();
        Pairs pairs = new Pairs(measure(), margin());
        int most = most(subject);
        while (pairs.count() < most) {
            GenerationRequest sibling =
                    asked.toBuilder().seed(asked.seed() + pairs.count()).build();
            try {
                Shot base = laboratory.shoot(sibling);
                Shot changed = laboratory.shoot(changed(subject, sibling));
                pairs.add(sibling.prompt(), delta(subject, base, changed, laboratory));
            } catch (BudgetSpentException e) {
                if (pairs.count() == 0) {
                    throw e;
                }
                break;
            }
            PairedEffect effect = pairs.effect();
            boolean screened = pairs.count() == 1 && effect.estimate() > -margin() && !pairsFollow(subject);
            boolean settled = pairs.count() >= Pairs.FIRST_LOOK
                    && Integer.bitCount(pairs.count()) == 1
                    && (effect.equivalent() || Pairs.matters(effect));
            if (screened || settled) {
                break;
            }
        }
        return judge(subject, pairs.effect(), laboratory).stream()
                .map(each -> each.effect().isPresent() ? each : each.withEffect(pairs.effect()))
                .toList();
    }

    /** Returns whether one pair is not enough, whatever it shows. */
    private boolean pairsFollow(Case subject) {
        return promise(subject) > SUSPECT || subject.question().effort() == Effort.EXHAUSTIVE;
    }

    private int most(Case subject) {
        Effort effort = subject.question().effort();
        boolean all = effort == Effort.THOROUGH || effort == Effort.EXHAUSTIVE;
        if (!all && !couldBeLikely(subject)) {
            return 1;
        }
        return switch (effort) {
            case QUICK -> 3;
            case NORMAL, EXHAUSTIVE -> Pairs.FIRST_LOOK;
            case THOROUGH -> 4 * Pairs.FIRST_LOOK;
        };
    }

    /** Says how many pairs and how sure. */
    static String pairs(PairedEffect effect) {
        int n = effect.deltas().size();
        return n == 1
                ? "one pair"
                : n + " pairs, " + Text.p(effect.pValue()) + ", interval " + Text.number(effect.low()) + " to "
                        + Text.number(effect.high());
    }

    /** How far apart two pictures' latents are, over the second's size. */
    static double distance(Shot a, Shot b) {
        return a.result().latent().minus(b.result().latent()).rms()
                / Math.max(1e-9, b.result().latent().rms());
    }

    /** How much worse a picture shows its prompt than another; 0 where nobody could tell of both. */
    static double misalignment(Shot base, Shot changed) {
        return base.alignment().isPresent() && changed.alignment().isPresent()
                ? base.alignment().getAsDouble() - changed.alignment().getAsDouble()
                : 0;
    }
}
