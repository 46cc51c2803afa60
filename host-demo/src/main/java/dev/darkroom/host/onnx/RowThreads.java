package dev.darkroom.host.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that stand ready for a moment after each piece of work. Sampling calls its network again within a fraction of a
 * millisecond, and waking a thread may take as long; a thread that waited longer sleeps.
 */
final class RowThreads implements Executor, AutoCloseable {

    private static final long READY_NANOS = 1_000_000;

    private final List<Worker> workers = new ArrayList<>();
    private volatile boolean closed;

    /** Starts threads. */
    RowThreads(int count) {
        for (int i = 0; i < count; i++) {
            workers.add(new Worker());
        }
        workers.forEach(Thread::start);
    }

    /** Waits for work given to such a thread, ready for a moment before sleeping. */
    static <T> T await(CompletableFuture<T> work) {
        long until = System.nanoTime() + READY_NANOS;
        while (!work.isDone() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        return work.join();
    }

    /** Gives work to a thread that has none; to a new one if none is free. */
    @Override
    public void execute(Runnable work) {
        for (Worker worker : workers) {
            if (!closed && worker.take(work)) {
                return;
            }
        }
        Thread further = new Thread(work, "darkroom-rows");
        further.setDaemon(true);
        further.start();
    }

    /** Ends the threads once they have done what they were given. */
    @Override
    public void close() {
        closed = true;
        workers.forEach(LockSupport::unpark);
    }

    private final class Worker extends Thread {

        private final AtomicReference<@Nullable Runnable> given = new AtomicReference<>();
        private volatile boolean working;

        Worker() {
            super("darkroom-rows");
            setDaemon(true);
        }

        boolean take(Runnable work) {
            if (working || !given.compareAndSet(null, work)) {
                return false;
            }
            LockSupport.unpark(this);
            return true;
        }

        @Override
        public void run() {
            long ready = System.nanoTime();
            while (true) {
                Runnable work = given.get();
                if (work != null) {
                    working = true;
                    given.set(null);
                    try {
                        work.run();
                    } finally {
                        working = false;
                    }
                    ready = System.nanoTime();
                } else if (closed) {
                    return;
                } else if (System.nanoTime() - ready < READY_NANOS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                    ready = System.nanoTime();
                }
            }
        }
    }
}
