package dev.darkroom.plugin.precision.int8;

import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.precision.Component;
import dev.darkroom.api.precision.Conversion;
import dev.darkroom.api.precision.ConversionTask;
import dev.darkroom.api.precision.RecordedTensor;
import dev.darkroom.api.precision.StepError;
import dev.darkroom.plugin.graph.onnx.Graph;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The steps of one quantisation: calibrate, choose a recipe, measure pictures, take layers back until they pass. */
final class NetworkQuantisation {

    /** Calls that decide between recipes; none of them calibrated. */
    private static final int HELD_OUT = 12;

    /** Recipes whose single calls differ by less than this, in dB, are told apart by pictures. */
    private static final double NEAR = 1;

    /** What smoothing must gain in dB: less is chance. */
    private static final double GAIN = 0.1;

    private final ConversionTask task;
    private final Component network;
    private final Path source;
    private final List<Map<String, RecordedTensor>> calibrating = new ArrayList<>();
    private final List<Map<String, RecordedTensor>> heldOut = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    NetworkQuantisation(ConversionTask task) {
        this.task = task;
        this.network = Recipe.networkOf(task);
        List<Map<String, RecordedTensor>> recorded = task.recorded(network);
        if (recorded.size() < 2) {
            throw new ModelException(task.model().id() + ": expected at least 2 recorded network calls to calibrate on,"
                    + " found " + recorded.size());
        }
        for (int i = 0; i < recorded.size(); i++) {
            (i % 2 == 0 ? calibrating : heldOut).add(recorded.get(i));
        }
        source = rewritten();
    }

    /** Writes the network in FP32 with as few operators as it takes; what is left in float weighs when the layers do not. */
    private Path rewritten() {
        Graph graph = Graph.read(network.graph());
        graph.requireOpset(Quantiser.OPSET);
        Layers.requireFloat(graph);
        GroupNorms.rewrite(graph);
        Products.rewrite(graph);
        Path file = task.scratch().resolve("rewritten.onnx");
        graph.save(file);
        return file;
    }

    Conversion run() {
        Graph graph = Graph.read(source);
        Layers layers = Layers.of(graph);
        StepError error = new StepError(
                task.runtime(),
                network.graph(),
                task.dimensions(network),
                evenly(heldOut, HELD_OUT),
                task.cancellation());
        Set<String> labels = new LinkedHashSet<>();
        layers.quantised().forEach(layer -> labels.add(layer.node().label()));
        Recipe recipe = choose(graph, layers.quantised(), labels, error);
        Map<String, String> kept = new LinkedHashMap<>(layers.kept());
        Path target = task.target(network);
        recipe.write(target, labels);
        String when = task.options().text("sensitivity");
        double psnr = task.psnr(Map.of(network, target));
        if (when.equals("always") || when.equals("auto") && psnr < task.leastPsnr()) {
            takeBack(recipe, labels, kept, error, psnr);
        }
        remarks.add(labels.size() + " of " + (labels.size() + kept.size()) + " layers in INT8");
        return new Conversion(List.of(network), kept, remarks);
    }

    private Recipe choose(Graph graph, List<Layer> layers, Set<String> labels, StepError error) {
        List<String> activations = Quantiser.activations(layers);
        Calibration plain = new Calibration(task, network, source, activations, calibrating);
        Map<Recipe, Double> measured = new LinkedHashMap<>();
        for (Recipe.Ranges ranges : wanted()) {
            Recipe recipe = new Recipe(
                    name(ranges), source, ranges.of(plain, task.options().number("percentile")));
            measured.put(recipe, measure(recipe, labels, error));
        }
        Recipe best = byPictures(measured, labels);
        remarks.add("ranges " + best.name() + ", of " + told(measured) + " on calls that calibration did not see");
        return smoothed(graph, layers, labels, plain, best, measured.get(best), error);
    }

    /**
     * Returns the recipe with the best pictures among those whose single calls are about as good: an error in the first steps
     * moves a picture further than a larger one in the last, and clipping makes its errors there.
     */
    private Recipe byPictures(Map<Recipe, Double> measured, Set<String> labels) {
        double best = Collections.max(measured.values());
        List<Recipe> near = measured.entrySet().stream()
                .filter(entry -> entry.getValue() >= best - NEAR)
                .map(Map.Entry::getKey)
                .toList();
        if (near.size() == 1) {
            return near.get(0);
        }
        Map<Recipe, Double> pictures = new LinkedHashMap<>();
        for (Recipe recipe : near) {
            Path file = task.scratch().resolve("candidate.onnx");
            recipe.write(file, labels);
            pictures.put(recipe, task.psnr(Map.of(network, file)));
        }
        remarks.add("about equal in single calls, compared in pictures: " + told(pictures));
        return Collections.max(pictures.entrySet(), Map.Entry.comparingByValue())
                .getKey();
    }

    private Recipe smoothed(
            Graph graph,
            List<Layer> layers,
            Set<String> labels,
            Calibration plain,
            Recipe best,
            double bestDecibels,
            StepError error) {
        String smooth = task.options().text("smooth");
        List<Smoothing> smoothings = smooth.equals("off") ? List.of() : Smoothing.in(graph, layers);
        if (smoothings.isEmpty()) {
            return best;
        }
        Map<String, Integer> channels = new HashMap<>();
        smoothings.forEach(smoothing -> channels.put(smoothing.activation(), (int)
                graph.initializers().get(smoothing.norm().input(1)).dims()[0]));
        Path file = task.scratch().resolve("smoothed.onnx");
        Recipe.writeSmoothed(
                graph, smoothings, plain.channelMaxima(channels), task.options().number("alpha"), file);
        Calibration calibration = new Calibration(task, network, file, Quantiser.activations(layers), calibrating);
        Recipe.Ranges ranges = Recipe.Ranges.valueOf(best.name().toUpperCase(Locale.ROOT));
        Recipe recipe = new Recipe(
                best.name() + ", smoothed",
                file,
                ranges.of(calibration, task.options().number("percentile")));
        double decibels = measure(recipe, labels, error);
        boolean helps = decibels > bestDecibels + GAIN;
        remarks.add(String.format(
                Locale.ROOT,
                "SmoothQuant on %d normalisations: %.2f dB against %.2f dB without: %s",
                smoothings.size(),
                decibels,
                bestDecibels,
                helps || smooth.equals("on") ? "used" : "not used"));
        return helps || smooth.equals("on") ? recipe : best;
    }

    private void takeBack(Recipe recipe, Set<String> labels, Map<String, String> kept, StepError error, double first) {
        List<Sensitivity.Rank> ranks = Sensitivity.rank(task, recipe, labels, error);
        remarks.add(String.format(
                Locale.ROOT,
                "most sensitive alone: %s (%.1f dB), least: %s (%.1f dB)",
                ranks.get(0).label(),
                ranks.get(0).decibels(),
                ranks.get(ranks.size() - 1).label(),
                ranks.get(ranks.size() - 1).decibels()));
        Path target = task.target(network);
        double psnr = first;
        int taken = 0;
        while (psnr < task.leastPsnr() && taken < ranks.size() - 1) {
            int upTo = Math.min(ranks.size() - 1, Math.max(1, 2 * taken));
            for (; taken < upTo; taken++) {
                Sensitivity.Rank rank = ranks.get(taken);
                labels.remove(rank.label());
                kept.put(rank.label(), String.format(Locale.ROOT, "sensitive, %.1f dB alone", rank.decibels()));
            }
            recipe.write(target, labels);
            psnr = task.psnr(Map.of(network, target));
            task.progress(String.format(Locale.ROOT, "%d sensitive layers in float: %.1f dB", taken, psnr));
        }
    }

    private double measure(Recipe recipe, Set<String> labels, StepError error) {
        Path file = task.scratch().resolve("candidate.onnx");
        recipe.write(file, labels);
        double found = StepError.decibels(error.of(file));
        task.progress(String.format(Locale.ROOT, "ranges %s: %.2f dB", recipe.name(), found));
        return found;
    }

    private List<Recipe.Ranges> wanted() {
        String ranges = task.options().text("ranges");
        return ranges.equals("auto")
                ? Arrays.asList(Recipe.Ranges.values())
                : List.of(Recipe.Ranges.valueOf(ranges.toUpperCase(Locale.ROOT)));
    }

    private static String name(Recipe.Ranges ranges) {
        return ranges.name().toLowerCase(Locale.ROOT);
    }

    private static String told(Map<Recipe, Double> measured) {
        List<String> parts = new ArrayList<>();
        measured.forEach(
                (recipe, decibels) -> parts.add(String.format(Locale.ROOT, "%s %.2f dB", recipe.name(), decibels)));
        return String.join(", ", parts);
    }

    private static <T> List<T> evenly(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<T> chosen = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            chosen.add(all.get(i * all.size() / most));
        }
        return chosen;
    }
}
