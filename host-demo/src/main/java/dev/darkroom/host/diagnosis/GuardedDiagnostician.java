package dev.darkroom.host.diagnosis;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.diagnosis.DiagnosisObserver;
import dev.darkroom.api.diagnosis.Diagnostician;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A diagnostician whose code is not trusted to return. It runs on a thread of its own and may take its time, but not in silence:
 * every call of the service or the observer is a sign of life, and while the service works for it the time is not its own. One
 * that is silent too long is given up, and its further calls of the service end it.
 */
public final class GuardedDiagnostician {

    /** Longer than the minute for which the bundled diagnostician waits for an experiment that hangs. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Once it was told to stop. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final int TICK_MILLIS = 100;

    private final String name;
    private final Diagnostician diagnostician;
    private final Duration patience;

    /**
     * Guards a diagnostician.
     *
     * @param name what to call it in messages
     */
    public GuardedDiagnostician(String name, Diagnostician diagnostician) {
        this(name, diagnostician, PATIENCE);
    }

    GuardedDiagnostician(String name, Diagnostician diagnostician, Duration patience) {
        this.name = name;
        this.diagnostician = diagnostician;
        this.patience = patience;
    }

    /**
     * Diagnoses; see {@link Diagnostician#diagnose}.
     *
     * @throws DarkroomException besides, in one line, if the diagnostician hangs, returns null or throws anything else
     */
    public Diagnosis diagnose(
            Question question,
            GenerationService service,
            List<Experiment> experiments,
            DiagnosisObserver observer,
            Cancellation cancellation) {
        Signs signs = new Signs();
        FutureTask<Diagnosis> diagnosing = new FutureTask<>(() -> diagnostician.diagnose(
                question,
                signs.given(GenerationService.class, service),
                experiments,
                signs.given(DiagnosisObserver.class, observer),
                cancellation));
        Thread thread = new Thread(diagnosing, "diagnostician");
        thread.setDaemon(true);
        thread.setContextClassLoader(diagnostician.getClass().getClassLoader());
        thread.start();
        try {
            return awaited(diagnosing, signs, cancellation);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException();
        } finally {
            signs.abandoned = true;
            diagnosing.cancel(true);
        }
    }

    private Diagnosis awaited(FutureTask<Diagnosis> diagnosing, Signs signs, Cancellation cancellation)
            throws InterruptedException {
        while (true) {
            try {
                Diagnosis diagnosis = diagnosing.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (diagnosis == null) {
                    throw new DarkroomException(name + " returned null instead of a diagnosis");
                }
                return diagnosis;
            } catch (TimeoutException e) {
                if (cancellation.isCancelled() && signs.silentLongerThan(GRACE)) {
                    throw new CancelledException();
                }
                if (signs.silentLongerThan(patience)) {
                    throw new DarkroomException(name + " gave no sign of life for " + patience.toMillis() / 1000.0
                            + " s and was given up: see `darkroom plugins`");
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof DarkroomException known) {
                    throw known;
                }
                throw new DarkroomException(name + " failed: " + e.getCause(), e);
            }
        }
    }

    /** What another thread knows of the diagnosing one. */
    private static final class Signs {

        private final AtomicInteger inside = new AtomicInteger();
        private volatile long last = System.nanoTime();
        private volatile boolean abandoned;

        boolean silentLongerThan(Duration patience) {
            return inside.get() == 0 && System.nanoTime() - last > patience.toNanos();
        }

        /** The target as it is given away: every call of it is a sign of life. */
        <T> T given(Class<T> type, T target) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                        if (abandoned) {
                            throw new CancelledException();
                        }
                        inside.incrementAndGet();
                        try {
                            return method.invoke(target, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause() == null ? e : e.getCause();
                        } finally {
                            last = System.nanoTime();
                            inside.decrementAndGet();
                        }
                    }));
        }
    }
}
