package dev.darkroom.host.cli;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.DiagnosisObserver;
import dev.darkroom.api.diagnosis.ExperimentRun;
import dev.darkroom.api.generation.StepEvent;
import org.jspecify.annotations.Nullable;

/** Shows how far a diagnosis is: the experiment, its picture, its steps. A line an experiment where no terminal is. */
final class DiagnosisProgress implements DiagnosisObserver {

    private final Console console;
    private int number;
    private int expected = 1;
    private String title = "the picture in question";
    private @Nullable NestedProgress bar;

    DiagnosisProgress(Console console) {
        this.console = console;
    }

    @Override
    public void experiment(int which, int ofAbout, ExtensionInfo info) {
        number = which;
        expected = ofAbout;
        title = info.displayName();
        if (!console.interactive()) {
            console.err().println("[" + number + "/" + expected + "] " + title);
        }
    }

    @Override
    public void picture(String label, int which, int budget) {
        if (console.interactive()) {
            end();
            bar = new NestedProgress(console.err(), expected, 1);
            bar.begin(number, title + ": " + label);
        }
    }

    @Override
    public void step(StepEvent event) {
        NestedProgress shown = bar;
        if (shown == null) {
            return;
        }
        if (event.step() == 0) {
            // How many steps a picture takes is known only now.
            bar = new NestedProgress(console.err(), expected, event.steps());
            bar.begin(number, title);
            shown = bar;
        }
        shown.step();
    }

    @Override
    public void finished(ExperimentRun run) {
        end();
    }

    private void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
