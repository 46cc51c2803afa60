package dev.darkroom.api.precision;

import dev.darkroom.api.Options;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A model to convert, and what the host offers a converter. Used by one thread. */
public interface ConversionTask {

    /** Returns the model. */
    ModelCard model();

    /** Returns the graphs that take part in a generation, FP32 ones, in the order they are first run. */
    List<Component> components();

    /**
     * Returns what a graph was fed while pictures were made as users make them: all steps of real trajectories, with
     * prompts and guidance.
     *
     * @return the inputs of each call by name, spread evenly over the steps
     */
    List<Map<String, RecordedTensor>> recorded(Component component);

    /** Returns the sizes to fix symbolic dimensions of a graph to, as they were when its inputs were recorded. */
    Map<String, Long> dimensions(Component component);

    /** Returns the inference engine. */
    InferenceRuntime runtime();

    /** Returns the file to write the converted graph of a component to; its folder exists. */
    Path target(Component component);

    /** Returns an empty folder for files that are not kept. */
    Path scratch();

    /**
     * Makes pictures with other graphs in place of some of the model's own and compares them with those of FP32.
     *
     * @param graphs the other graphs
     * @return the mean PSNR in dB over same-seed pictures; 0 if a picture is not finite
     */
    double psnr(Map<Component, Path> graphs);

    /** Returns the PSNR, in dB, that {@link #psnr} must reach for the variant to pass. */
    double leastPsnr();

    /** Returns the converter's own options. */
    Options options();

    /** Tells the user what is being done, in one line. */
    void progress(String line);

    /** Returns the switch that ends the task. */
    Cancellation cancellation();
}
