package dev.darkroom.api.generation;

/**
 * Hears of a generation as it goes, of one thing after the other, on the threads that generate; what it throws is logged and
 * otherwise ignored. The first steps of a batch may be told before the pictures of the batch before it, which are inspected
 * meanwhile.
 */
public interface GenerationObserver {

    /** An observer that does nothing. */
    GenerationObserver NONE = new GenerationObserver() {};

    /** A generation begins. */
    default void started(GenerationRequest request) {}

    /** A step of a batch was taken. */
    default void step(StepEvent event) {}

    /** A picture is finished and inspected. */
    default void picture(GenerationResult result) {}

    /** The generation failed or was cancelled; pictures already reported stay valid. */
    default void failed(GenerationRequest request, RuntimeException reason) {}

    /** The generation is over, however it ended. */
    default void finished(GenerationRequest request) {}
}
