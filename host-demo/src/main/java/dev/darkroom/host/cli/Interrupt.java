package dev.darkroom.host.cli;

import dev.darkroom.api.runtime.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C into a cancellation and keeps the process alive until the work has noticed, so that no picture is cut off.
 * The JVM itself then exits with 128 and the signal's number.
 */
final class Interrupt {

    private static final int PATIENCE_SECONDS = 30;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    private Interrupt(Cancellation cancellation) {
        hook = new Thread(
                () -> {
                    cancellation.cancel();
                    try {
                        boolean unused = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "interrupt");
    }

    static Interrupt cancels(Cancellation cancellation) {
        Interrupt interrupt = new Interrupt(cancellation);
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        return interrupt;
    }

    /** The work is over. */
    void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is running: that is what it was for.
        }
    }
}
