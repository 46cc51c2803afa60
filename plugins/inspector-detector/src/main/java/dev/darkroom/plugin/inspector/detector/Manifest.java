package dev.darkroom.plugin.inspector.detector;

import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.model.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a detector's author says of it, {@code detector.json}.
 *
 * @param name what it is called
 * @param model the ONNX graph
 * @param symptom what it looks for
 * @param licence under which licence its weights are
 * @param source where it comes from
 * @param input what the graph wants to see
 * @param output what it answers
 * @param labels the classes of boxes, by index; what a heat map shows comes first
 * @param thresholds the score from which a finding has a severity; a severity that is absent is never reached
 */
record Manifest(
        String name,
        Path model,
        Symptom symptom,
        String licence,
        String source,
        Input input,
        Output output,
        List<String> labels,
        Map<Severity, Double> thresholds) {

    static final String FILE = "detector.json";

    /** The order of the dimensions: channels before or behind the pixels. */
    enum Layout {
        NCHW,
        NHWC
    }

    /** The order of the channels. */
    enum Channels {
        RGB,
        BGR
    }

    /** What an answer is. */
    enum Kind {
        HEATMAP,
        BOXES
    }

    /** What is to be done to raw scores. */
    enum Activation {
        NONE,
        SIGMOID
    }

    /** What the four numbers of a box are. */
    enum BoxFormat {
        XYXY,
        XYWH,
        CXCYWH
    }

    /**
     * @param width columns
     * @param height rows
     * @param layout order of the dimensions
     * @param channels order of the channels
     * @param mean taken from pixels in [0,1], a channel each in the order of the channels
     * @param std then divided by
     */
    record Input(int width, int height, Layout layout, Channels channels, double[] mean, double[] std) {}

    /**
     * @param kind what the answer is
     * @param tensor the output with the map or the boxes; absent for the first
     * @param scores the output with the picture's score (of a map), or the scores of the boxes; absent for the map's
     *     highest value, or the fifth number of each box
     * @param labels the output with the classes of the boxes; absent for the sixth number of each box, if there is one
     * @param activation what is done to maps and scores
     * @param format what the numbers of a box are
     * @param normalised whether boxes are in [0,1] rather than in pixels of the input
     */
    record Output(
            Kind kind,
            Optional<String> tensor,
            Optional<String> scores,
            Optional<String> labels,
            Activation activation,
            BoxFormat format,
            boolean normalised) {}

    /**
     * Reads the manifest of a folder.
     *
     * @throws ModelException if it is incomplete, not understood, or names a graph that is not there
     */
    static Manifest read(Path folder) {
        String id = "detector " + folder.getFileName();
        ManifestReader root = ManifestReader.of(folder.resolve(FILE), id + ": " + FILE)
                .only("name", "model", "symptom", "licence", "source", "input", "output", "labels", "thresholds");
        Path model = folder.resolve(root.text("model")).normalize();
        if (!model.startsWith(folder.normalize())) {
            throw root.bad("model", "a file in the detector's own folder", root.text("model"));
        }
        if (!Files.isRegularFile(model)) {
            throw root.bad("model", "an ONNX file in the folder", "no file " + root.text("model"));
        }
        Symptom symptom;
        try {
            symptom = new Symptom(root.optionalText("symptom").orElse(Symptom.STRUCTURE.id()));
        } catch (IllegalArgumentException e) {
            throw root.bad("symptom", "lower case letters, digits and hyphens", root.text("symptom"));
        }
        return new Manifest(
                root.optionalText("name").orElse(String.valueOf(folder.getFileName())),
                model,
                symptom,
                root.text("licence"),
                root.text("source"),
                input(root.object("input")),
                output(root.object("output")),
                root.texts("labels"),
                thresholds(root, root.object("thresholds").only("info", "warn", "severe")));
    }

    private static Input input(ManifestReader input) {
        input.only("width", "height", "layout", "channels", "mean", "std");
        double[] std = input.channels("std", 1);
        for (double each : std) {
            if (!(each > 0)) {
                throw input.bad("std", "numbers above 0", each);
            }
        }
        return new Input(
                input.whole("width", 1, 4096),
                input.whole("height", 1, 4096),
                input.choice("layout", Layout.class, Layout.NCHW),
                input.choice("channels", Channels.class, Channels.RGB),
                input.channels("mean", 0),
                std);
    }

    private static Output output(ManifestReader output) {
        output.only("kind", "tensor", "scores", "labels", "activation", "format", "normalised");
        output.text("kind");
        return new Output(
                output.choice("kind", Kind.class, Kind.HEATMAP),
                output.optionalText("tensor"),
                output.optionalText("scores"),
                output.optionalText("labels"),
                output.choice("activation", Activation.class, Activation.NONE),
                output.choice("format", BoxFormat.class, BoxFormat.XYXY),
                output.flag("normalised"));
    }

    private static Map<Severity, Double> thresholds(ManifestReader root, ManifestReader given) {
        Map<Severity, Double> thresholds = new EnumMap<>(Severity.class);
        given.probability("info").ifPresent(value -> thresholds.put(Severity.INFO, value));
        given.probability("warn").ifPresent(value -> thresholds.put(Severity.WARN, value));
        given.probability("severe").ifPresent(value -> thresholds.put(Severity.SEVERE, value));
        if (thresholds.isEmpty()) {
            throw root.bad("thresholds", "a score for info, warn or severe", "none");
        }
        return thresholds;
    }

    /** Returns the severity of a score; empty if it is not worth a word. */
    Optional<Severity> severity(double score) {
        return thresholds.entrySet().stream()
                .filter(each -> score >= each.getValue())
                .map(Map.Entry::getKey)
                .max(Severity::compareTo);
    }

    /** Returns the score from which a box counts. */
    double lowest() {
        return thresholds.values().stream()
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(1);
    }

    /** Returns what class {@code index} is called. */
    String label(int index) {
        return index >= 0 && index < labels.size() ? labels.get(index) : symptom.id();
    }
}
