package dev.darkroom.host.report;

import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.sweep.Estimate;
import dev.darkroom.api.sweep.SweepAnalysis;
import dev.darkroom.api.sweep.SweepAxis;
import dev.darkroom.api.sweep.SweepSample;
import dev.darkroom.host.file.AtomicFile;
import dev.darkroom.host.sweep.SweepLayout;
import dev.darkroom.host.sweep.SweepPlan;
import dev.darkroom.host.sweep.SweptPicture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Turns a sweep into its page: conclusions, pictures, curves, the trade-off, quality against time, and tables. */
public final class SweepReportMaker {

    /** More lines than this in one chart are told apart by nobody. */
    private static final int MOST_SERIES = 8;

    /** A symptom that no cell shows by more needs no table. */
    private static final double WORTH_A_TABLE = 0.2;

    private static final int THUMBNAIL = 128;
    private static final int MOST_PICTURES = 400;
    private static final String GUIDANCE = "cfg-scale";

    private final SweepPlan plan;
    private final List<SweptPicture> pictures;
    private final SweepAnalysis analysis;
    private final SweepLayout layout;

    /** Takes what became of {@code plan} and what it says together. */
    public SweepReportMaker(SweepPlan plan, List<SweptPicture> pictures, SweepAnalysis analysis) {
        this.plan = plan;
        this.pictures = List.copyOf(pictures);
        this.analysis = analysis;
        this.layout = new SweepLayout(plan);
    }

    /**
     * Writes the page, whole or not at all; what is there is replaced.
     *
     * @param page where it goes
     * @param reader reads a picture from its file
     * @param facts how it was made
     * @param command the command that makes the sweep again
     * @throws dev.darkroom.api.DarkroomException if it cannot be written
     */
    public void write(Path page, Function<Path, Picture> reader, List<Fact> facts, String command) {
        SweepReport report = new SweepReport(
                String.join("; ", plan.prompts()),
                conclusions(),
                layout.canBeShown() ? tables() : List.of(),
                charts(),
                grids(reader),
                facts,
                command);
        AtomicFile.replace(page, ReportPage.of(report).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns what the sweep comes to, a sentence each. */
    public List<String> conclusions() {
        List<String> conclusions = new ArrayList<>();
        for (SweepAnalysis.Knee knee : analysis.knees()) {
            conclusions.add("Beyond " + plan.label(knee.axis(), knee.value()) + " artifacts fall little.");
        }
        if (analysis.cells().size() > 1) {
            analysis.timeFront().stream()
                    .map(analysis.cells()::get)
                    .forEach(
                            cell -> conclusions.add("Nothing is both faster and cleaner than " + plan.label(cell.cell())
                                    + ": " + mean(cell, SweepSample.SECONDS) + " s, artifacts "
                                    + mean(cell, SweepSample.ARTIFACTS) + "."));
        }
        return conclusions;
    }

    private static String mean(SweepAnalysis.Cell cell, String measure) {
        return Numbers.of(cell.measures().get(measure).mean());
    }

    private List<SweepReport.Table> tables() {
        Map<List<Integer>, SweepAnalysis.Cell> cells = new LinkedHashMap<>();
        analysis.cells().forEach(cell -> cells.put(cell.cell(), cell));
        Set<String> measures = new LinkedHashSet<>(
                List.of(SweepSample.ARTIFACTS, SweepSample.ALIGNMENT, SweepSample.SECONDS, SweepSample.EVALUATIONS));
        for (SweepAnalysis.Cell cell : analysis.cells()) {
            cell.measures().forEach((name, estimate) -> {
                if (estimate.mean() >= WORTH_A_TABLE) {
                    measures.add(name);
                }
            });
        }
        return measures.stream()
                .filter(measure -> analysis.cells().stream()
                        .anyMatch(cell -> cell.measures().containsKey(measure)))
                .map(measure -> table(measure, cells))
                .toList();
    }

    private SweepReport.Table table(String measure, Map<List<Integer>, SweepAnalysis.Cell> cells) {
        double[] means = cells.values().stream()
                .flatMap(cell -> Optional.ofNullable(cell.measures().get(measure)).stream())
                .mapToDouble(Estimate::mean)
                .sorted()
                .toArray();
        double least = means[0];
        double span = Math.max(1e-12, means[means.length - 1] - least);
        // Of this one more is better: red is where there is little.
        boolean falling = measure.equals(SweepSample.ALIGNMENT);
        List<String> labels = layout.rows();
        List<SweepReport.Row> rows = new ArrayList<>();
        for (int row = 0; row < labels.size(); row++) {
            List<SweepReport.Value> values = new ArrayList<>();
            for (int column = 0; column < layout.columns().size(); column++) {
                SweepAnalysis.Cell cell = cells.get(layout.cell(row, column));
                Estimate estimate = cell == null ? null : cell.measures().get(measure);
                if (estimate == null) {
                    values.add(new SweepReport.Value("", 0));
                } else {
                    double share = (estimate.mean() - least) / span;
                    values.add(new SweepReport.Value(
                            text(estimate), (int) Math.round(10 * (falling ? 1 - share : share))));
                }
            }
            rows.add(new SweepReport.Row(labels.get(row), values));
        }
        return new SweepReport.Table(measure, layout.columns(), rows);
    }

    private static String text(Estimate estimate) {
        return estimate.count() < 2
                ? Numbers.of(estimate.mean())
                : Numbers.of(estimate.mean()) + " ± " + Numbers.of(estimate.high() - estimate.mean());
    }

    private List<Chart> charts() {
        List<Chart> charts = new ArrayList<>();
        for (int axis = 0; axis < plan.axes().size(); axis++) {
            charts.add(along(axis));
        }
        for (int axis = 0; axis < plan.axes().size(); axis++) {
            if (plan.axes().get(axis).option().equals(GUIDANCE)
                    && !analysis.promptFront().isEmpty()) {
                charts.add(tradeOff(axis));
            }
        }
        if (analysis.cells().size() > 1) {
            charts.add(qualityAgainstTime());
        }
        return charts;
    }

    private Chart along(int axis) {
        SweepAxis each = plan.axes().get(axis);
        boolean numeric = each.isNumeric();
        List<Chart.Series> series = new ArrayList<>();
        lines(axis)
                .forEach((name, cells) -> series.add(new Chart.Series(
                        name,
                        numeric,
                        cells.stream()
                                .map(cell -> point(
                                        numeric
                                                ? each.number(cell.cell().get(axis))
                                                : cell.cell().get(axis),
                                        cell.measures().get(SweepSample.ARTIFACTS),
                                        plan.label(cell.cell())))
                                .toList())));
        return new Chart(
                "Artifacts by " + each.option(),
                each.option(),
                "artifacts",
                numeric ? List.of() : each.values(),
                series);
    }

    private static Chart.Point point(double x, Estimate estimate, String label) {
        return new Chart.Point(
                x, estimate.mean(), estimate.low(), estimate.high(), label + ": artifacts " + text(estimate));
    }

    /** Returns the cells along an axis, a line for each choice of the others while there are few, else their means. */
    private Map<String, List<SweepAnalysis.Cell>> lines(int axis) {
        Map<String, List<SweepAnalysis.Cell>> lines = new LinkedHashMap<>();
        for (SweepAnalysis.Cell cell : analysis.cells()) {
            List<String> others = IntStream.range(0, plan.axes().size())
                    .filter(other -> other != axis)
                    .mapToObj(other -> plan.label(other, cell.cell().get(other)))
                    .toList();
            String name = others.isEmpty() ? "artifacts" : String.join(" ", others);
            lines.computeIfAbsent(name, absent -> new ArrayList<>()).add(cell);
        }
        SweepAxis each = plan.axes().get(axis);
        if (lines.size() > MOST_SERIES) {
            lines.clear();
            lines.put("mean over the other options", means(axis));
        }
        lines.values()
                .forEach(cells -> cells.sort(Comparator.comparingDouble(cell -> each.isNumeric()
                        ? each.number(cell.cell().get(axis))
                        : cell.cell().get(axis))));
        return lines;
    }

    /** The curve of the analysis, as cells that differ in this axis alone. */
    private List<SweepAnalysis.Cell> means(int axis) {
        List<SweepAnalysis.Cell> means = new ArrayList<>();
        for (int value = 0; value < plan.axes().get(axis).values().size(); value++) {
            List<Integer> cell = new ArrayList<>(plan.cell(0));
            cell.set(axis, value);
            Map<String, Estimate> measures = new LinkedHashMap<>();
            for (SweepAnalysis.Curve curve : analysis.curves()) {
                if (curve.axis() == axis) {
                    curve.points().get(value).ifPresent(estimate -> measures.put(curve.measure(), estimate));
                }
            }
            if (measures.containsKey(SweepSample.ARTIFACTS)) {
                means.add(new SweepAnalysis.Cell(cell, measures));
            }
        }
        return means;
    }

    private Chart tradeOff(int axis) {
        List<Chart.Series> series = new ArrayList<>();
        lines(axis)
                .forEach((name, cells) -> series.add(new Chart.Series(
                        name,
                        true,
                        cells.stream()
                                .filter(cell -> cell.measures().containsKey(SweepSample.ALIGNMENT))
                                .map(cell -> point(
                                        cell.measures()
                                                .get(SweepSample.ALIGNMENT)
                                                .mean(),
                                        cell.measures().get(SweepSample.ARTIFACTS),
                                        plan.label(axis, cell.cell().get(axis))))
                                .toList())));
        return new Chart("The price of guidance", "alignment with the prompt", "artifacts", List.of(), series);
    }

    private Chart qualityAgainstTime() {
        List<Chart.Point> all = new ArrayList<>();
        List<Chart.Point> front = new ArrayList<>();
        for (SweepAnalysis.Cell cell : analysis.cells()) {
            all.add(timed(cell));
        }
        analysis.timeFront().forEach(i -> front.add(timed(analysis.cells().get(i))));
        return new Chart(
                "Quality against time",
                "seconds a picture",
                "artifacts",
                List.of(),
                List.of(new Chart.Series("all", false, all), new Chart.Series("nothing beats these", true, front)));
    }

    private Chart.Point timed(SweepAnalysis.Cell cell) {
        double artifacts = cell.measures().get(SweepSample.ARTIFACTS).mean();
        double seconds = cell.measures().get(SweepSample.SECONDS).mean();
        return Chart.Point.of(
                seconds,
                artifacts,
                plan.label(cell.cell()) + ": " + Numbers.of(seconds) + " s, artifacts " + Numbers.of(artifacts));
    }

    private List<SweepReport.Grid> grids(Function<Path, Picture> reader) {
        List<SweepReport.Grid> grids = new ArrayList<>();
        if (!layout.canBeShown() || plan.cells().longValueExact() > MOST_PICTURES) {
            return grids;
        }
        List<String> rows = layout.rows();
        for (int prompt = 0; prompt < plan.prompts().size(); prompt++) {
            Map<List<Integer>, SweptPicture> shown = layout.firstSeed(pictures, prompt);
            List<List<List<Image>>> images = new ArrayList<>();
            for (int row = 0; row < rows.size(); row++) {
                List<List<Image>> line = new ArrayList<>();
                for (int column = 0; column < layout.columns().size(); column++) {
                    List<Integer> cell = layout.cell(row, column);
                    line.add(Optional.ofNullable(shown.get(cell))
                            .map(picture -> Image.thumbnail(
                                    reader.apply(picture.file()),
                                    THUMBNAIL,
                                    plan.prompts().get(picture.prompt()) + ", " + plan.label(cell)))
                            .stream()
                            .toList());
                }
                images.add(line);
            }
            grids.add(new SweepReport.Grid(plan.prompts().get(prompt), layout.columns(), rows, images));
        }
        return grids;
    }
}
