package dev.darkroom.host.cli;

import java.io.PrintStream;
import java.text.DecimalFormat;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with steps a second and the time left. A run that ends at once never loads or shows it. */
final class BarProgress implements Progress {

    private static final long PATIENCE = 700_000_000L;
    private static final int WIDTH = 80;

    private final PrintStream out;
    private final long steps;
    private final long start = System.nanoTime();
    private long done;
    private @Nullable ProgressBar bar;

    BarProgress(PrintStream out, long steps) {
        this.out = out;
        this.steps = steps;
    }

    @Override
    public void step() {
        done++;
        if (bar == null && System.nanoTime() - start > PATIENCE) {
            bar = new ProgressBarBuilder()
                    .setInitialMax(steps)
                    .startsFrom(done, java.time.Duration.ofNanos(System.nanoTime() - start))
                    .setUnit(" it", 1)
                    .showSpeed(new DecimalFormat("0.0"))
                    .setStyle(ProgressBarStyle.ASCII)
                    // A consumer of fixed width: asking the terminal for its own would load a native library.
                    .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
                    .build();
        } else if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void pause() {
        if (done >= steps) {
            close();
        } else if (bar != null) {
            out.print('\r' + " ".repeat(WIDTH) + '\r');
            out.flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
