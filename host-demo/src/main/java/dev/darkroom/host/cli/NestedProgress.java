package dev.darkroom.host.cli;

import java.io.PrintStream;
import java.util.Locale;

/** One line for a piece of work among many: {@code [3/12] cfg-scale=7.5 ###--- 45% 2.31 it/s ETA 0:12}. */
final class NestedProgress implements Progress {

    private static final long INTERVAL = 100_000_000L;
    private static final int WIDTH = 79;
    private static final int BAR = 20;

    private final PrintStream out;
    private final long pieces;
    private final double steps;
    private final long start = System.nanoTime();
    private String label = "";
    private long piece;
    private double done;
    private double skipped;
    private long shown;

    /**
     * Shows nothing yet.
     *
     * @param pieces how many pieces of work there are
     * @param steps about how many steps all take together
     */
    NestedProgress(PrintStream out, long pieces, double steps) {
        this.out = out;
        this.pieces = pieces;
        this.steps = Math.max(1, steps);
    }

    /** A piece of work begins. */
    void begin(long number, String what) {
        piece = number;
        label = what;
        show();
    }

    /** A piece of work turned out to be done already. */
    void skip() {
        skipped += steps / pieces;
    }

    @Override
    public void step() {
        done++;
        if (System.nanoTime() - shown >= INTERVAL) {
            show();
        }
    }

    private void show() {
        shown = System.nanoTime();
        double share = Math.min(1, (done + skipped) / steps);
        double seconds = (shown - start) / 1e9;
        int filled = (int) (BAR * share);
        String tail = " " + "#".repeat(filled) + "-".repeat(BAR - filled)
                + String.format(Locale.ROOT, " %3.0f%% ", 100 * share)
                + (done == 0 ? "" : String.format(Locale.ROOT, "%.2f it/s ETA %s", done / seconds, eta(seconds)));
        String head = "[" + piece + "/" + pieces + "] " + label;
        int room = Math.max(8, WIDTH - tail.length());
        String cut = head.length() > room ? head.substring(0, room - 2) + ".." : head;
        out.print("\r" + cut + " ".repeat(room - cut.length()) + tail);
        out.flush();
    }

    private String eta(double seconds) {
        long left = Math.round(Math.max(0, steps - skipped - done) * seconds / done);
        return left >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", left / 3600, left / 60 % 60, left % 60)
                : String.format(Locale.ROOT, "%d:%02d", left / 60, left % 60);
    }

    @Override
    public void pause() {
        out.print('\r' + " ".repeat(WIDTH) + '\r');
        out.flush();
    }

    @Override
    public void close() {
        pause();
    }
}
