package dev.darkroom.diagnostics.plan;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An experiment whose code is not trusted to return, nor to return what it should. It runs on a thread of its own; what it asks
 * of the laboratory is done by the diagnosing thread and may take its time, but between two such errands it must not be silent
 * for long. One that is gets no further call. Whatever it throws, and null, becomes a {@link DarkroomException} of one line.
 */
final class GuardedExperiment implements Experiment {

    /** Evaluations and pictures are the laboratory's: an experiment itself only adds up. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int TICK_MILLIS = 100;
    private static final int LONGEST = 300;

    static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "experiment");
        thread.setDaemon(true);
        return thread;
    });

    private final Experiment experiment;
    private final Cancellation cancellation;
    private final Duration patience;
    private final ExtensionInfo info;
    private final String factor;
    private final Set<String> causes;
    private volatile Optional<String> refused = Optional.empty();

    GuardedExperiment(Experiment experiment, Cancellation cancellation) {
        this(experiment, cancellation, PATIENCE);
    }

    GuardedExperiment(Experiment experiment, Cancellation cancellation, Duration patience) {
        this.experiment = experiment;
        this.cancellation = cancellation;
        this.patience = patience;
        this.info = constant(
                experiment::info,
                ExtensionInfo.of("unnamed", "Unnamed", experiment.getClass().getName()));
        this.factor = constant(experiment::factor, "nothing");
        this.causes = constant(() -> Set.copyOf(experiment.causes()), Set.of());
    }

    private <T> T constant(Callable<T> body, T otherwise) {
        try {
            return call(body);
        } catch (CancelledException e) {
            return otherwise;
        } catch (DarkroomException e) {
            refused = Optional.of("it failed: " + oneLine(e));
            return otherwise;
        }
    }

    @Override
    public ExtensionInfo info() {
        return info;
    }

    @Override
    public String factor() {
        return factor;
    }

    @Override
    public Set<String> causes() {
        return causes;
    }

    /** What the experiment would be, in one call of its code. */
    Planner.Offer offer(Case subject) {
        try {
            return refused.map(Planner.Offer::none).orElseGet(() -> call(() -> Planner.offer(experiment, subject)));
        } catch (DarkroomException e) {
            return Planner.Offer.failed(e);
        }
    }

    /** The same on the thread that asks, which whoever called it watches. */
    Planner.Offer bareOffer(Case subject) {
        if (refused.isPresent()) {
            return Planner.Offer.none(refused.get());
        }
        Thread.currentThread().setContextClassLoader(experiment.getClass().getClassLoader());
        try {
            return Planner.offer(experiment, subject);
        } catch (Throwable e) {
            return Planner.Offer.failed(e);
        }
    }

    Duration patience() {
        return patience;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** Calls it no more, for it did not return; returns why. */
    String refuse() {
        String why = "it did not return within " + patience.toMillis() / 1000.0 + " s";
        refused = Optional.of(why);
        return why;
    }

    @Override
    public int pictures(Case subject) {
        return call(() -> experiment.pictures(subject));
    }

    @Override
    public int mostPictures(Case subject) {
        return call(() -> experiment.mostPictures(subject));
    }

    @Override
    public double promise(Case subject) {
        return call(() -> experiment.promise(subject));
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        return refused.isPresent() ? refused : call(() -> experiment.obstacle(subject));
    }

    @Override
    public Optional<GenerationRequest> cure(Case subject, String cause) {
        return call(() -> experiment.cure(subject, cause));
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        Errands errands = new Errands();
        return errands.until(() -> List.copyOf(experiment.run(subject, errands.laboratory(laboratory))));
    }

    private <T> T call(Callable<T> body) {
        return new Errands().until(body);
    }

    /** Returns what an exception says, however much it says. */
    static String oneLine(Throwable e) {
        String text = String.valueOf(e.getMessage() == null ? e : e.getMessage());
        // Cut before the expression, which takes the square of a long run of blanks.
        String head = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        return head.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    /** What an exception says may be the experiment's code too: it is asked here, under the deadline. */
    private static <T> T told(Callable<T> body) {
        try {
            return body.call();
        } catch (DarkroomException e) {
            throw e;
        } catch (Throwable e) {
            throw new DarkroomException(oneLine(e), e);
        }
    }

    private static Throwable cause(Exception e) {
        Throwable cause = e.getCause();
        return cause == null ? e : cause;
    }

    /** What one call asks of the diagnosing thread. */
    private final class Errands {

        private final BlockingQueue<FutureTask<?>> inbox = new LinkedBlockingQueue<>();
        private volatile boolean closed;

        /** Does errands until the body returns. */
        <T> T until(Callable<T> body) {
            if (refused.isPresent()) {
                throw new DarkroomException("it was not called again: " + refused.get());
            }
            FutureTask<T> own =
                    new FutureTask<>(() -> {
                        Thread.currentThread()
                                .setContextClassLoader(experiment.getClass().getClassLoader());
                        return told(body);
                    }) {
                        @Override
                        protected void done() {
                            inbox.add(new FutureTask<>(() -> {}, true));
                        }
                    };
            THREADS.execute(own);
            try {
                long silentSince = System.nanoTime();
                while (!own.isDone()) {
                    FutureTask<?> errand = inbox.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                    if (errand != null) {
                        errand.run();
                        silentSince = System.nanoTime();
                    } else {
                        cancellation.throwIfCancelled();
                        if (System.nanoTime() - silentSince > patience.toNanos()) {
                            throw new DarkroomException(refuse());
                        }
                    }
                }
                return result(own);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException();
            } finally {
                closed = true;
                own.cancel(true);
                inbox.forEach(errand -> errand.cancel(false));
            }
        }

        private <T> T result(FutureTask<T> own) throws InterruptedException {
            T result;
            try {
                result = own.get();
            } catch (ExecutionException e) {
                Throwable thrown = cause(e);
                boolean pretended = thrown instanceof CancelledException && !cancellation.isCancelled();
                if (thrown instanceof DarkroomException known && !pretended) {
                    throw known;
                }
                throw new DarkroomException(oneLine(thrown), e);
            }
            if (result == null) {
                throw new DarkroomException("it returned null");
            }
            return result;
        }

        Laboratory laboratory(Laboratory laboratory) {
            GenerationService bench = proxy(GenerationService.class, laboratory.bench());
            return (Laboratory) Proxy.newProxyInstance(
                    Laboratory.class.getClassLoader(),
                    new Class<?>[] {Laboratory.class},
                    (self, method, arguments) ->
                            method.getName().equals("bench") ? bench : ask(() -> method.invoke(laboratory, arguments)));
        }

        private <T> T proxy(Class<T> type, T target) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (self, method, arguments) -> ask(() -> method.invoke(target, arguments))));
        }

        /** Has the diagnosing thread do something, on the experiment's thread. */
        private <T> T ask(Callable<T> errand) throws Throwable {
            FutureTask<T> task = new FutureTask<>(errand);
            inbox.add(task);
            if (closed) {
                task.cancel(false);
            }
            try {
                return task.get();
            } catch (CancellationException | InterruptedException e) {
                throw new CancelledException();
            } catch (ExecutionException e) {
                throw cause(e) instanceof InvocationTargetException thrown ? cause(thrown) : cause(e);
            }
        }
    }
}
