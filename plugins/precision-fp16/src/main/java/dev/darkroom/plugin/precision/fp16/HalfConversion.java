package dev.darkroom.plugin.precision.fp16;

import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.precision.Component;
import dev.darkroom.api.precision.Conversion;
import dev.darkroom.api.precision.ConversionTask;
import dev.darkroom.api.precision.RecordedTensor;
import dev.darkroom.plugin.graph.onnx.DataType;
import dev.darkroom.plugin.graph.onnx.Graph;
import dev.darkroom.plugin.graph.onnx.Node;
import dev.darkroom.plugin.graph.onnx.ValueTypes;
import dev.darkroom.plugin.graph.onnx.probe.Extremes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One conversion to halves, component by component. */
final class HalfConversion {

    /** Calls that tell what values reach; the extremes of a trajectory are at its ends, and these are spread over it. */
    private static final int CALLS = 16;

    private final ConversionTask task;
    private final List<Component> written = new ArrayList<>();
    private final Map<String, String> kept = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();

    HalfConversion(ConversionTask task) {
        this.task = task;
    }

    void add(Component component) {
        Graph graph = Graph.read(component.graph());
        Map<Node, String> floats = FloatOperators.of(graph, extremes(component, graph));
        floats.forEach((node, reason) -> kept.put(component.name() + " " + node.label(), reason));
        boolean halfEdges = task.options().text("io").equals("fp16");
        HalfGraph.convert(graph, floats.keySet(), halfEdges);
        graph.notes().put("darkroom.precision", "fp16");
        Path target = task.target(component);
        graph.save(target);
        if (component.role() == Component.Role.DECODER && !survives(component, target)) {
            return;
        }
        written.add(component);
    }

    /** Decodes real latents: a decoder that overflows gives black pictures, and one that is inexact gains nothing. */
    private boolean survives(Component decoder, Path target) {
        double psnr = task.psnr(Map.of(decoder, target));
        if (psnr >= task.leastPsnr()) {
            remarks.add(String.format(
                    Locale.ROOT, "%s decodes the model's own latents at %.1f dB from FP32", decoder.name(), psnr));
            return true;
        }
        String reason = psnr == 0
                ? "it overflows: its pictures are not finite"
                : String.format(Locale.ROOT, "its pictures are %.1f dB from FP32's", psnr);
        kept.keySet().removeIf(name -> name.startsWith(decoder.name() + " "));
        kept.put(decoder.name(), reason);
        remarks.add(decoder.name() + " stays in FP32: " + reason);
        try {
            Files.deleteIfExists(target);
            Files.deleteIfExists(target.resolveSibling(target.getFileName() + "_data"));
        } catch (IOException e) {
            throw new ModelException(decoder.name() + ": a file cannot be deleted: " + e.getMessage(), e);
        }
        return false;
    }

    private Extremes extremes(Component component, Graph graph) {
        List<Map<String, RecordedTensor>> calls = task.recorded(component);
        List<Map<String, RecordedTensor>> some = new ArrayList<>();
        for (int i = 0; i < Math.min(CALLS, calls.size()); i++) {
            some.add(calls.get(i * calls.size() / Math.min(CALLS, calls.size())));
        }
        ValueTypes types = ValueTypes.of(graph);
        List<String> values = graph.nodes().stream()
                .filter(node -> !node.is("Constant", "ConstantOfShape"))
                .flatMap(node -> node.outputs().stream())
                .filter(value -> !value.isEmpty() && types.of(value) == DataType.FLOAT)
                .toList();
        return Extremes.of(task, component, component.graph(), values, some, task::progress);
    }

    Conversion result() {
        return new Conversion(written, kept, remarks);
    }
}
