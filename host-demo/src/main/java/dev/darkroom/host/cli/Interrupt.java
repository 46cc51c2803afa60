package dev.darkroom.host.cli;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
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
    private volatile boolean called;

    private Interrupt(Cancellation cancellation) {
        hook = new Thread(
                () -> {
                    called = true;
                    cancellation.cancel();
                    try {
                        boolean unused = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "interrupt");
    }

    /**
     * Does work that Ctrl-C stops.
     *
     * @param stopped what is said then
     * @return what the work returns, or {@link Cli#INTERRUPTED}
     */
    static <E extends Exception> int stops(Console console, String stopped, Work<Cancellation, E> work) throws E {
        Cancellation cancellation = new Cancellation();
        Interrupt interrupt = new Interrupt(cancellation);
        Runtime.getRuntime().addShutdownHook(interrupt.hook);
        try {
            return work.on(cancellation);
        } catch (CancelledException e) {
            return interrupt.told(console, stopped);
        } catch (DarkroomException e) {
            // The engine shuts itself down by a hook of its own, beside this one: what fails then was stopped.
            if (!interrupt.called) {
                throw e;
            }
            return interrupt.told(console, stopped);
        } finally {
            interrupt.close();
        }
    }

    /** Said before the interrupt is closed: an interrupted process then ends without another word. */
    private int told(Console console, String stopped) {
        console.error(stopped);
        return Cli.INTERRUPTED;
    }

    private void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is running: that is what it was for.
        }
    }
}
