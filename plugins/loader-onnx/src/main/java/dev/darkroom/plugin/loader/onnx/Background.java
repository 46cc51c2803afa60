package dev.darkroom.plugin.loader.onnx;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.model.ModelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Something native that is loaded in the background or when first used, once unless released, and closed with its owner. */
final class Background<T extends AutoCloseable> implements AutoCloseable {

    private final Supplier<T> load;
    private volatile CompletableFuture<T> result = new CompletableFuture<>();
    private Runnable beforeUse = () -> {};
    private boolean started;
    private boolean closed;

    private Background(Supplier<T> load) {
        this.load = load;
    }

    /** Returns something that is loaded when first used. */
    static <T extends AutoCloseable> Background<T> onUse(Supplier<T> load) {
        return new Background<>(load);
    }

    /** Returns something that is loaded as soon as the executor gets to it, or when first used. */
    static <T extends AutoCloseable> Background<T> on(Executor executor, Supplier<T> load) {
        Background<T> background = new Background<>(load);
        executor.execute(background::start);
        return background;
    }

    /** Sets what is done before each use, such as making room. */
    void beforeUse(Runnable action) {
        beforeUse = action;
    }

    /** Frees what is loaded; the next use loads it again. */
    void release() {
        CompletableFuture<T> current;
        synchronized (this) {
            if (closed || !started) {
                return;
            }
            current = result;
            result = new CompletableFuture<>();
            started = false;
        }
        close(current);
    }

    private void start() {
        CompletableFuture<T> current;
        synchronized (this) {
            if (started || closed) {
                return;
            }
            started = true;
            current = result;
        }
        try {
            current.complete(load.get());
        } catch (Throwable e) {
            // Whoever uses it first must see this failure, whatever it is; it is thrown again there.
            current.completeExceptionally(e);
        }
    }

    /**
     * Returns the loaded thing.
     *
     * @throws ModelException if it could not be loaded
     */
    T get() {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
        }
        beforeUse.run();
        start();
        try {
            return result.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof DarkroomException known) {
                throw new ModelException(String.valueOf(known.getMessage()), known);
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new ModelException("cannot be loaded: " + cause, cause);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (!started) {
                return;
            }
        }
        close(result);
    }

    private static void close(CompletableFuture<? extends AutoCloseable> future) {
        AutoCloseable loaded = future.handle((value, failure) -> value).join();
        if (loaded != null) {
            try {
                loaded.close();
            } catch (Exception e) {
                throw new ModelException("cannot be closed: " + e.getMessage(), e);
            }
        }
    }
}
