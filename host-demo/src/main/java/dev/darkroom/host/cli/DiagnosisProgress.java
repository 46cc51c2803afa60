package dev.darkroom.host.cli;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.DiagnosisObserver;
import dev.darkroom.api.diagnosis.ExperimentRun;
import dev.darkroom.api.generation.StepEvent;
import java.util.Locale;

/** Shows how far a diagnosis is: the experiment, the picture, the step. A line an experiment where no terminal is. */
final class DiagnosisProgress implements DiagnosisObserver {

    private static final int WIDTH = 100;
    private static final long INTERVAL = 100_000_000L;

    private final Console console;
    private String experiment = "[1] the picture in question";
    private String picture = "";
    private long began = System.nanoTime();
    private long shown;

    DiagnosisProgress(Console console) {
        this.console = console;
    }

    @Override
    public void experiment(int number, int expected, ExtensionInfo info) {
        experiment = "[" + number + "/" + expected + "] " + info.displayName();
        picture = "";
        if (!console.interactive()) {
            console.err().println(experiment);
        } else {
            show("");
        }
    }

    @Override
    public void picture(String label, int number, int budget) {
        picture = " " + label + ", picture " + number + " of " + budget + " at most";
        began = System.nanoTime();
    }

    @Override
    public void step(StepEvent event) {
        long now = System.nanoTime();
        if (console.interactive() && now - shown > INTERVAL) {
            shown = now;
            double speed = (event.step() + 1) / Math.max(1e-9, (now - began) / 1e9);
            show(String.format(
                    Locale.ROOT,
                    " ... %d/%d %.2f it/s ETA %.0f s",
                    event.step() + 1,
                    event.steps(),
                    speed,
                    (event.steps() - event.step() - 1) / speed));
        }
    }

    @Override
    public void finished(ExperimentRun run) {
        if (console.interactive()) {
            console.err().print('\r' + " ".repeat(WIDTH) + '\r');
            console.err().flush();
        }
    }

    private void show(String tail) {
        String line = experiment + picture + tail;
        String cut = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
        console.err().print('\r' + cut + " ".repeat(WIDTH - cut.length()));
        console.err().flush();
    }
}
