package dev.darkroom.diagnostics.plan;

import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What many experiments would be, asked one after another on one thread of their own: before every experiment all others are
 * asked, and a change of threads for each costs more than their answers. One that is silent for too long gets no further
 * call, and those after it are asked on another thread.
 */
final class GuardedOffers {

    private static final int TICK_MILLIS = 100;

    private final List<GuardedExperiment> experiments;
    private final Case subject;
    private final Cancellation cancellation;

    private GuardedOffers(List<GuardedExperiment> experiments, Case subject, Cancellation cancellation) {
        this.experiments = experiments;
        this.subject = subject;
        this.cancellation = cancellation;
    }

    /**
     * Asks.
     *
     * @return one offer an experiment, in their order; of one that throws or hangs an obstacle
     */
    static List<Planner.Offer> of(List<GuardedExperiment> experiments, Case subject, Cancellation cancellation) {
        GuardedOffers all = new GuardedOffers(experiments, subject, cancellation);
        List<Planner.Offer> offers = new ArrayList<>();
        while (offers.size() < experiments.size()) {
            offers.addAll(all.from(offers.size()));
        }
        return offers;
    }

    /** Returns the offers from one experiment on, as far as they came before one hung; that one's last. */
    private List<Planner.Offer> from(int first) {
        Round round = new Round(first);
        FutureTask<List<Planner.Offer>> task = new FutureTask<>(round::ask);
        GuardedExperiment.THREADS.execute(task);
        try {
            int asked = first;
            long silentSince = System.nanoTime();
            while (true) {
                try {
                    return task.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    cancellation.throwIfCancelled();
                    int now = round.asked;
                    silentSince = now > asked ? System.nanoTime() : silentSince;
                    asked = now;
                    GuardedExperiment silent = experiments.get(asked);
                    if (System.nanoTime() - silentSince > silent.patience().toNanos()) {
                        return upTo(silent, round.answered());
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        } catch (ExecutionException e) {
            // The code of each is called where whatever it throws becomes its obstacle.
            throw new IllegalStateException(e);
        } finally {
            task.cancel(true);
        }
    }

    private static List<Planner.Offer> upTo(GuardedExperiment silent, List<Planner.Offer> before) {
        List<Planner.Offer> offers = new ArrayList<>(before);
        offers.add(Planner.Offer.none(silent.refuse()));
        return offers;
    }

    /** One thread's questions; what it finds after it was given up is not looked at. */
    private final class Round {

        private final int first;
        private final List<Planner.Offer> offers = new ArrayList<>();
        private volatile int asked;

        Round(int first) {
            this.first = first;
            this.asked = first;
        }

        List<Planner.Offer> ask() {
            for (int i = first; i < experiments.size(); i++) {
                asked = i;
                Planner.Offer offer = experiments.get(i).bareOffer(subject);
                synchronized (offers) {
                    offers.add(offer);
                }
            }
            return answered();
        }

        List<Planner.Offer> answered() {
            synchronized (offers) {
                return List.copyOf(offers);
            }
        }
    }
}
