package dev.darkroom.api.diagnosis;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.generation.StepEvent;

/** Hears of a diagnosis as it goes. Called on the diagnosing thread. */
public interface DiagnosisObserver {

    /** An observer that does nothing. */
    DiagnosisObserver NONE = new DiagnosisObserver() {};

    /**
     * An experiment begins.
     *
     * @param number which one, from 1
     * @param expected how many are expected by now, at least {@code number}; it may fall
     * @param experiment the experiment
     */
    default void experiment(int number, int expected, ExtensionInfo experiment) {}

    /**
     * A picture begins.
     *
     * @param label what is particular about it, as in {@code steps 40}
     * @param number which one of the diagnosis, from 1
     * @param budget how many may be made
     */
    default void picture(String label, int number, int budget) {}

    /** A step of a picture was taken. */
    default void step(StepEvent event) {}

    /** An experiment ended. */
    default void finished(ExperimentRun run) {}
}
