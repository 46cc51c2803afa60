package dev.darkroom.host.plugin;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.host.plugin.ForeignCallException.Kind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The one way to run a plugin's code: on a daemon thread, with a deadline, with the plugin's class loader as the context
 * class loader, and with every Throwable caught.
 *
 * <p>A class whose code did not return in time is not called again, so that one that hangs on every picture costs one
 * deadline and one thread, not one of each a picture. Thread-safe.
 */
public final class ForeignCall {

    private static final ExecutorService THREADS =
            new ThreadPoolExecutor(0, 256, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "plugin-call");
                thread.setDaemon(true);
                return thread;
            });

    private final Duration deadline;
    private final Set<Object> hung;

    /**
     * Creates a guard.
     *
     * @param deadline how long each call may take
     */
    public ForeignCall(Duration deadline) {
        this(deadline, ConcurrentHashMap.newKeySet());
    }

    private ForeignCall(Duration deadline, Set<Object> hung) {
        this.deadline = deadline;
        this.hung = hung;
    }

    /** Returns a guard that knows the same code as hung and waits {@code more} longer. */
    public ForeignCall waiting(Duration more) {
        return new ForeignCall(deadline.plus(more), hung);
    }

    /**
     * Runs a plugin's code.
     *
     * @param what names the call in messages, as in {@code "inspector noise"}
     * @param foreign whose code {@code body} is about to call: a plugin's object, class or class loader
     * @param body the call
     * @return what the body returned, null included
     * @throws DarkroomException what the code threw, if it is one of the contract's own exceptions
     * @throws ForeignCallException if the code threw something else, did not return in time, or did not return earlier
     */
    public <T extends @Nullable Object> T call(String what, Object foreign, Callable<T> body) {
        return start(what, foreign, body).result();
    }

    /**
     * Begins to run a plugin's code beside the caller; see {@link #call}. The deadline counts from now.
     *
     * @return what becomes of it
     */
    public <T extends @Nullable Object> Pending<T> start(String what, Object foreign, Callable<T> body) {
        return new Pending<>(what, foreign, body);
    }

    /** As {@link #call}, for callers to whom the contract's exceptions too are failures of the plugin. */
    <T extends @Nullable Object> T attempt(String what, Object foreign, Callable<T> body) {
        return start(what, foreign, body).outcome();
    }

    /** A call of a plugin's code that may still be running. */
    public final class Pending<T extends @Nullable Object> {

        private final String what;
        private final Object owner;
        private final Future<Outcome<T>> future;
        private final long until = System.nanoTime() + deadline.toNanos();

        private Pending(String what, Object foreign, Callable<T> body) {
            this.what = what;
            this.owner = foreign instanceof Class<?> || foreign instanceof ClassLoader ? foreign : foreign.getClass();
            ClassLoader loader = owner instanceof Class<?> type ? type.getClassLoader() : (ClassLoader) owner;
            this.future = submit(() -> guarded(what, loader, body));
        }

        private Future<Outcome<T>> submit(Callable<Outcome<T>> body) {
            if (hung.contains(owner)) {
                return CompletableFuture.failedFuture(new ForeignCallException(
                        Kind.HUNG, what + " was not called: an earlier call of it did not return in time", null));
            }
            try {
                return THREADS.submit(body);
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                return CompletableFuture.failedFuture(new ForeignCallException(
                        Kind.HUNG, what + " was not called: too many plugin calls have not returned", e));
            }
        }

        /**
         * Waits for the call to end.
         *
         * @return what the body returned, null included
         * @throws DarkroomException what the code threw, if it is one of the contract's own exceptions
         * @throws ForeignCallException if the code threw something else, did not return in time, or did not return earlier
         */
        public T result() {
            try {
                return outcome();
            } catch (ForeignCallException e) {
                if (e.getCause() instanceof DarkroomException known) {
                    throw known;
                }
                throw e;
            }
        }

        private T outcome() {
            try {
                Outcome<T> outcome = future.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (outcome.thrown != null) {
                    throw new ForeignCallException(Kind.THREW, what + " threw " + outcome.description, outcome.thrown);
                }
                return outcome.value;
            } catch (TimeoutException e) {
                hung.add(owner);
                future.cancel(true);
                throw new ForeignCallException(
                        Kind.HUNG, what + " did not return within " + Text.seconds(deadline), null);
            } catch (InterruptedException e) {
                future.cancel(true);
                Thread.currentThread().interrupt();
                throw new ForeignCallException(Kind.INTERRUPTED, what + " was interrupted", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ForeignCallException known) {
                    throw known;
                }
                throw new ForeignCallException(Kind.THREW, what + " failed: " + Text.describe(e), e);
            } catch (CancellationException e) {
                throw new ForeignCallException(Kind.THREW, what + " failed: " + Text.describe(e), e);
            }
        }
    }

    /** Runs a plugin's code that returns nothing; see {@link #call}. */
    public void run(String what, Object foreign, Runnable body) {
        this.<@Nullable Object>call(what, foreign, () -> {
            body.run();
            return null;
        });
    }

    private static <T extends @Nullable Object> Outcome<T> guarded(
            String what, @Nullable ClassLoader loader, Callable<T> body) {
        Thread thread = Thread.currentThread();
        thread.setContextClassLoader(loader);
        thread.setName("plugin-call " + what);
        try {
            return new Outcome<>(body.call(), null, "");
        } catch (Throwable t) {
            // Described here, under the deadline: getMessage() may be the plugin's code too.
            Throwable root = Text.unwrap(t);
            return new Outcome<>(null, root, Text.describe(root));
        } finally {
            thread.setContextClassLoader(ForeignCall.class.getClassLoader());
            thread.setName("plugin-call");
        }
    }

    @SuppressWarnings("NullAway")
    private static final class Outcome<T extends @Nullable Object> {
        final T value;
        final @Nullable Throwable thrown;
        final String description;

        Outcome(T value, @Nullable Throwable thrown, String description) {
            this.value = value;
            this.thrown = thrown;
            this.description = description;
        }
    }
}
