package dev.darkroom.host.cli;

import java.io.PrintStream;

/** Progress where nobody can see a bar move: a line now and then. */
final class LineProgress implements Progress {

    private static final long INTERVAL = 5_000_000_000L;

    private final PrintStream out;
    private final String noun;
    private final long steps;
    private final long start = System.nanoTime();
    private long last = start;
    private long done;

    LineProgress(PrintStream out, String noun, long steps) {
        this.out = out;
        this.noun = noun;
        this.steps = steps;
    }

    @Override
    public void step() {
        done++;
        long now = System.nanoTime();
        if (now - last >= INTERVAL && done < steps) {
            last = now;
            double seconds = (now - start) / 1e9;
            long left = Math.round(seconds / done * (steps - done));
            out.println(noun + " " + done + " of " + steps + ", " + Math.round(done / seconds * 10) / 10.0 + " it/s, "
                    + left + " s left");
        }
    }

    @Override
    public void pause() {}

    @Override
    public void close() {}
}
