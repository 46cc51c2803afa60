package dev.darkroom.plugin.precision.int8;

import dev.darkroom.api.precision.ConversionTask;
import dev.darkroom.api.precision.StepError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** How much each layer hurts when it alone is quantised. */
final class Sensitivity {

    private Sensitivity() {}

    /**
     * One layer.
     *
     * @param label its name
     * @param decibels signal over error of the network with this layer alone in INT8
     */
    record Rank(String label, double decibels) {}

    /** Returns every layer, the worst first. */
    static List<Rank> rank(ConversionTask task, Recipe recipe, Collection<String> labels, StepError error) {
        Path file = task.scratch().resolve("layer.onnx");
        List<Rank> ranks = new ArrayList<>();
        for (String label : labels) {
            recipe.write(file, Set.of(label));
            ranks.add(new Rank(label, StepError.decibels(error.of(file))));
            task.progress("sensitivity: " + ranks.size() + " of " + labels.size() + " layers");
        }
        ranks.sort(Comparator.comparingDouble(Rank::decibels));
        return ranks;
    }
}
