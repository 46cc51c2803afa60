package dev.darkroom.benchmark.inspection;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.benchmark.inspection.Evaluation.Bad;
import dev.darkroom.benchmark.inspection.Evaluation.Clean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The figures of an evaluation as a Markdown page and as JSON. */
final class Report {

    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final ObjectNode json = mapper.createObjectNode();
    private final StringBuilder text = new StringBuilder();

    private Report() {}

    /** Writes {@code inspection.md} and {@code inspection.json} into a folder. */
    static void write(Evaluation evaluation, Path folder) throws IOException {
        Report report = new Report();
        report.text.append("# How well the inspectors see\n\n");
        report.falseAlarms(evaluation);
        report.styles(evaluation);
        for (String group : Corpus.GROUPS) {
            report.degradations(evaluation, group);
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("inspection.md"), report.text);
        Files.writeString(folder.resolve("inspection.json"), report.mapper.writeValueAsString(report.json) + "\n");
    }

    private void falseAlarms(Evaluation evaluation) {
        text.append("## False alarms on good pictures\n\n");
        line("group", "views", "symptom", "alarms", "share", "95 % interval", "of them pixel by pixel", "files");
        line("---", "---:", "---", "---:", "---:", "---", "---:", "---");
        ArrayNode rows = json.putArray("falseAlarms");
        for (String group : Corpus.GROUPS) {
            List<Clean> of = evaluation.clean().stream()
                    .filter(each -> each.group().equals(group))
                    .toList();
            TreeSet<String> symptoms = new TreeSet<>();
            of.forEach(each -> each.scores().keySet().forEach(symptom -> symptoms.add(symptom.id())));
            for (String id : symptoms) {
                Symptom symptom = new Symptom(id);
                row(
                        rows,
                        group,
                        id,
                        of,
                        of.stream()
                                .filter(each -> each.alarms().contains(symptom))
                                .toList());
            }
            if (!of.isEmpty()) {
                row(
                        rows,
                        group,
                        "any",
                        of,
                        of.stream().filter(each -> !each.alarms().isEmpty()).toList());
            }
        }
        text.append('\n');
    }

    private void row(ArrayNode rows, String group, String symptom, List<Clean> of, List<Clean> alarmed) {
        Statistics.Share share = Statistics.wilson(alarmed.size(), of.size());
        long pixelByPixel =
                alarmed.stream().filter(each -> each.view().equals("native")).count();
        line(
                group,
                of.size(),
                symptom,
                share.hits(),
                percent(share.value()),
                percent(share.low()) + " - " + percent(share.high()),
                pixelByPixel,
                symptom.equals("any")
                        ? ""
                        : String.join(
                                ", ",
                                alarmed.stream()
                                        .map(each -> each.file() + " (" + each.view() + ")")
                                        .limit(8)
                                        .toList()));
        rows.addObject()
                .put("group", group)
                .put("symptom", symptom)
                .put("pictures", share.of())
                .put("alarms", share.hits())
                .put("low", share.low())
                .put("high", share.high());
    }

    private void styles(Evaluation evaluation) {
        text.append("## Style told automatically\n\n");
        line("group", "photo", "illustration", "flat");
        line("---", "---:", "---:", "---:");
        for (String group : Corpus.GROUPS) {
            int[] counts = new int[3];
            evaluation.clean().stream()
                    .filter(each -> each.group().equals(group))
                    .forEach(each -> each.style().ifPresent(style -> counts[style.ordinal()]++));
            line(group, counts[0], counts[1], counts[2]);
            json.withObject("/styles")
                    .putArray(group)
                    .add(counts[0])
                    .add(counts[1])
                    .add(counts[2]);
        }
        text.append('\n');
    }

    private void degradations(Evaluation evaluation, String group) {
        Map<Degradation, Map<Double, List<Bad>>> all = evaluation.byStrength(group);
        if (all.isEmpty()) {
            return;
        }
        text.append("## Degraded: ").append(group).append("\n\n");
        line(
                "degradation",
                "symptom",
                "strength",
                "n",
                "AUROC",
                "TPR at 5 % FPR",
                "public tool",
                "its AUROC",
                "its TPR",
                "warned",
                "rank correlation",
                "heat map F1");
        line("---", "---", "---:", "---:", "---:", "---", "---:", "---:", "---:", "---:", "---:");
        ArrayNode rows = json.withArray("/degraded");
        all.forEach((degradation, strengths) -> {
            List<Clean> clean = evaluation.clean().stream()
                    .filter(each -> each.group().equals(group) && !each.view().equals("native"))
                    .toList();
            List<Double> good = clean.stream()
                    .map(each -> each.scores().getOrDefault(degradation.symptom(), 0.0))
                    .toList();
            Optional<PublicTool> tool = PublicTool.of(degradation.symptom());
            List<Double> goodTool = clean.stream()
                    .flatMap(each -> tool.map(each.tools()::get).stream())
                    .toList();
            List<double[]> pairs = new ArrayList<>();
            strengths.forEach((strength, each) -> each.forEach(bad -> pairs.add(new double[] {strength, bad.score()})));
            double correlation = Statistics.rankCorrelation(
                    pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
                    pairs.stream().mapToDouble(pair -> pair[1]).toArray());
            strengths.forEach((strength, each) -> {
                List<Double> scores = each.stream().map(Bad::score).toList();
                double auroc = Statistics.auroc(good, scores);
                double rate = Statistics.truePositiveRate(good, scores, 0.05);
                List<Double> tools = each.stream().map(Bad::tool).toList();
                double toolAuroc = goodTool.isEmpty() ? Double.NaN : Statistics.auroc(goodTool, tools);
                double toolRate = goodTool.isEmpty() ? Double.NaN : Statistics.truePositiveRate(goodTool, tools, 0.05);
                double warned = each.stream().filter(Bad::alarm).count() / (double) each.size();
                double f1 = each.stream().mapToDouble(Bad::f1).average().orElse(Double.NaN);
                line(
                        degradation.name(),
                        degradation.symptom(),
                        strength,
                        each.size(),
                        number(auroc),
                        number(rate),
                        tool.map(PublicTool::toString).orElse(""),
                        number(toolAuroc),
                        number(toolRate),
                        percent(warned),
                        number(correlation),
                        number(f1));
                ObjectNode row = rows.addObject()
                        .put("group", group)
                        .put("degradation", degradation.name())
                        .put("symptom", degradation.symptom().id())
                        .put("strength", strength)
                        .put("pictures", each.size())
                        .put("auroc", auroc)
                        .put("tprAt5PercentFpr", rate)
                        .put("warned", warned)
                        .put("rankCorrelation", correlation);
                if (!Double.isNaN(f1)) {
                    row.put("heatMapF1", f1);
                }
                if (!Double.isNaN(toolAuroc)) {
                    row.put("publicTool", tool.orElseThrow().toString())
                            .put("publicAuroc", toolAuroc)
                            .put("publicTprAt5PercentFpr", toolRate);
                }
            });
        });
        text.append('\n');
    }

    private void line(Object... cells) {
        for (Object cell : cells) {
            text.append("| ").append(cell).append(' ');
        }
        text.append("|\n");
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
