package dev.darkroom.diagnostics.plan;

import dev.darkroom.api.Plural;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Effort;
import dev.darkroom.api.diagnosis.Experiment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the next experiment: the most promising for its cost. Once a cause is likely only those go on whose causes are suspect
 * by the settings themselves.
 */
final class Planner {

    /** So many pictures halve what an experiment is worth. */
    private static final double DEAR = 4;

    /** Below it an experiment is worth its pictures only to a thorough diagnosis. */
    private static final double WORTH = 0.15;

    /** More cannot be what an experiment means, whatever it declares. */
    private static final int MOST_PICTURES = 1000;

    /**
     * A choice.
     *
     * @param experiment what to do next
     * @param pictures how many pictures it declares
     * @param most how many it may make
     * @param reason why
     * @param possible how many experiments could be made, this one included
     */
    record Choice(Experiment experiment, int pictures, int most, String reason, int possible) {}

    /**
     * What an experiment would be.
     *
     * @param promise how promising, in [0,1]
     * @param pictures how many pictures it declares
     * @param most how many it may make
     * @param obstacle why it cannot be made; empty if it can
     */
    record Offer(double promise, int pictures, int most, Optional<String> obstacle) {

        double value() {
            return promise / (1 + pictures / DEAR);
        }

        static Offer none(String obstacle) {
            return new Offer(0, 0, 0, Optional.of(obstacle));
        }

        static Offer failed(Throwable e) {
            return none("it failed: " + GuardedExperiment.oneLine(e));
        }
    }

    private final Effort effort;

    Planner(Effort effort) {
        this.effort = effort;
    }

    /** Asks an experiment what it would be; one that throws has an obstacle. */
    static Offer offer(Experiment experiment, Case subject) {
        if (experiment instanceof GuardedExperiment guarded) {
            return guarded.offer(subject);
        }
        try {
            Optional<String> obstacle = experiment.obstacle(subject);
            if (obstacle.isPresent()) {
                return Offer.none(obstacle.get());
            }
            double promise = experiment.promise(subject);
            int pictures = Math.max(0, Math.min(MOST_PICTURES, experiment.pictures(subject)));
            return new Offer(
                    promise > 0 ? Math.min(1, promise) : 0,
                    pictures,
                    Math.max(pictures, Math.min(MOST_PICTURES, experiment.mostPictures(subject))),
                    Optional.empty());
        } catch (RuntimeException | LinkageError e) {
            return Offer.failed(e);
        }
    }

    /** Asks several, those that are guarded in one go. */
    static List<Offer> offers(List<Experiment> experiments, Case subject) {
        List<GuardedExperiment> guarded = experiments.stream()
                .filter(GuardedExperiment.class::isInstance)
                .map(GuardedExperiment.class::cast)
                .toList();
        return !guarded.isEmpty() && guarded.size() == experiments.size()
                ? GuardedOffers.of(guarded, subject, guarded.get(0).cancellation())
                : experiments.stream().map(each -> offer(each, subject)).toList();
    }

    /**
     * Chooses.
     *
     * @param remaining what was not made yet
     * @param subject what is known
     * @param likely whether a cause is likely by now
     * @return the choice; empty if nothing is worth it
     */
    Optional<Choice> next(List<Experiment> remaining, Case subject, boolean likely) {
        @Nullable Experiment chosen = null;
        Offer best = Offer.none("");
        int possible = 0;
        List<Offer> offers = offers(remaining, subject);
        for (int i = 0; i < offers.size(); i++) {
            Offer offer = offers.get(i);
            if (offer.obstacle().isPresent()) {
                continue;
            }
            possible++;
            if (worth(offer, likely) && (chosen == null || offer.value() > best.value())) {
                chosen = remaining.get(i);
                best = offer;
            }
        }
        return chosen == null
                ? Optional.empty()
                : Optional.of(new Choice(chosen, best.pictures(), best.most(), reason(best, likely), possible));
    }

    private boolean worth(Offer offer, boolean likely) {
        if (offer.pictures() == 0 || effort == Effort.EXHAUSTIVE) {
            return true;
        }
        if (likely) {
            return offer.promise() > Experiment.SUSPECT;
        }
        return effort == Effort.THOROUGH || offer.promise() >= WORTH;
    }

    private String reason(Offer offer, boolean likely) {
        if (offer.pictures() == 0) {
            return "it makes no picture";
        }
        String cost = Plural.of(offer.pictures(), "picture");
        if (effort == Effort.EXHAUSTIVE) {
            return "every experiment is made (" + cost + ")";
        }
        if (offer.promise() > Experiment.SUSPECT) {
            return "the settings make its causes suspect (" + cost + ")";
        }
        return (likely ? "it tells rivals apart" : "it is the most promising of those left") + " (" + cost + ")";
    }
}
