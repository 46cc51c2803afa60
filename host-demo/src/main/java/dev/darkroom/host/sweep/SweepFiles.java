package dev.darkroom.host.sweep;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.sweep.Estimate;
import dev.darkroom.api.sweep.SweepAnalysis;
import dev.darkroom.api.sweep.SweepAxis;
import dev.darkroom.host.file.AtomicFile;
import dev.darkroom.host.image.LabelledGrid;
import dev.darkroom.host.image.PngMetadata;
import dev.darkroom.host.json.InspectionJson;
import dev.darkroom.host.json.JsonLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;

/** Writes what a sweep comes to: a table, an analysis and grids of its pictures. */
public final class SweepFiles {

    private final SweepPlan plan;
    private final List<SweptPicture> pictures;
    private final Path folder;
    private final SweepLayout layout;

    /** Creates a writer of what became of {@code plan}, into {@code folder}. */
    public SweepFiles(SweepPlan plan, List<SweptPicture> pictures, Path folder) {
        this.plan = plan;
        this.pictures = List.copyOf(pictures);
        this.folder = folder;
        this.layout = new SweepLayout(plan);
    }

    /** Writes {@code sweep.csv}: a row a picture (RFC 4180), what was not measured left empty. */
    public Path csv() {
        Set<String> measures = new LinkedHashSet<>();
        pictures.forEach(picture ->
                picture.sample().ifPresent(s -> measures.addAll(s.measures().keySet())));
        StringBuilder csv = new StringBuilder();
        StringJoiner head = new StringJoiner(",", "", "\r\n");
        plan.axes().forEach(axis -> head.add(quoted(axis.option())));
        head.add("prompt").add("seed");
        measures.forEach(measure -> head.add(quoted(measure)));
        csv.append(head.add("picture").add("problem"));
        for (SweptPicture picture : pictures) {
            StringJoiner row = new StringJoiner(",", "", "\r\n");
            for (int axis = 0; axis < plan.axes().size(); axis++) {
                row.add(quoted(plan.axes().get(axis).values().get(picture.cell().get(axis))));
            }
            row.add(quoted(plan.prompts().get(picture.prompt()))).add(Long.toString(picture.seed()));
            for (String measure : measures) {
                double value = picture.measure(measure);
                row.add(Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value));
            }
            row.add(
                    picture.sample().isPresent()
                            ? quoted(folder.relativize(picture.file()).toString())
                            : "");
            csv.append(row.add(quoted(picture.problem().orElse(""))));
        }
        Path file = folder.resolve("sweep.csv");
        AtomicFile.replace(file, csv.toString().getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private static String quoted(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }

    /** Writes {@code sweep.json}: axes, estimates a cell, curves, knees and fronts. */
    public Path json(SweepAnalysis analysis) {
        String text = JsonLine.of(json -> {
            InspectionJson measured = new InspectionJson(json);
            json.writeObjectFieldStart("axes");
            for (SweepAxis axis : plan.axes()) {
                JsonLine.texts(json, axis.option(), axis.values());
            }
            json.writeEndObject();
            JsonLine.texts(json, "prompts", plan.prompts());
            json.writeNumberField("seed", plan.firstSeed());
            json.writeNumberField("seeds", plan.seeds());
            json.writeArrayFieldStart("cells");
            for (int i = 0; i < analysis.cells().size(); i++) {
                SweepAnalysis.Cell cell = analysis.cells().get(i);
                json.writeStartObject();
                settings(json, cell.cell());
                json.writeObjectFieldStart("measures");
                for (Map.Entry<String, Estimate> measure : cell.measures().entrySet()) {
                    json.writeFieldName(measure.getKey());
                    estimate(json, measured, measure.getValue());
                }
                json.writeEndObject();
                json.writeBooleanField("timeFront", analysis.timeFront().contains(i));
                json.writeBooleanField("promptFront", analysis.promptFront().contains(i));
                json.writeEndObject();
            }
            json.writeEndArray();
            curves(json, measured, analysis);
            json.writeObjectFieldStart("knees");
            for (SweepAnalysis.Knee knee : analysis.knees()) {
                SweepAxis axis = plan.axes().get(knee.axis());
                json.writeStringField(axis.option(), axis.values().get(knee.value()));
            }
            json.writeEndObject();
        });
        Path file = folder.resolve("sweep.json");
        AtomicFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private void settings(JsonGenerator json, List<Integer> cell) throws IOException {
        json.writeObjectFieldStart("settings");
        for (int axis = 0; axis < cell.size(); axis++) {
            SweepAxis each = plan.axes().get(axis);
            json.writeStringField(each.option(), each.values().get(cell.get(axis)));
        }
        json.writeEndObject();
    }

    private void curves(JsonGenerator json, InspectionJson measured, SweepAnalysis analysis) throws IOException {
        json.writeArrayFieldStart("curves");
        for (SweepAnalysis.Curve curve : analysis.curves()) {
            json.writeStartObject();
            json.writeStringField("axis", plan.axes().get(curve.axis()).option());
            json.writeStringField("measure", curve.measure());
            json.writeArrayFieldStart("points");
            for (Optional<Estimate> point : curve.points()) {
                if (point.isPresent()) {
                    estimate(json, measured, point.get());
                } else {
                    json.writeNull();
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void estimate(JsonGenerator json, InspectionJson measured, Estimate estimate) throws IOException {
        json.writeStartObject();
        measured.number("mean", estimate.mean());
        measured.number("low", estimate.low());
        measured.number("high", estimate.high());
        json.writeNumberField("count", estimate.count());
        json.writeEndObject();
    }

    /**
     * Writes a grid a prompt, of the pictures with the first seed: the last axis to the right, the others downwards.
     *
     * @param reader reads a picture from its file
     */
    public List<Path> grids(Function<Path, Picture> reader) {
        List<Path> files = new ArrayList<>();
        for (int prompt = 0; prompt < plan.prompts().size(); prompt++) {
            Map<List<Integer>, SweptPicture> shown = layout.firstSeed(pictures, prompt);
            Optional<SweptPicture> any = shown.values().stream().findFirst();
            if (any.isEmpty() || !layout.canBeShown()) {
                continue;
            }
            Path file = folder.resolve(prompt == 0 ? "grid.png" : "grid-" + (prompt + 1) + ".png");
            grid(file, shown, reader);
            files.add(file);
        }
        return files;
    }

    private void grid(Path file, Map<List<Integer>, SweptPicture> shown, Function<Path, Picture> reader) {
        int width = 1;
        int height = 1;
        for (SweptPicture picture : shown.values()) {
            PngMetadata png = PngMetadata.read(picture.file());
            width = Math.max(width, png.width());
            height = Math.max(height, png.height());
        }
        new LabelledGrid(layout.columns(), layout.rows())
                .write(
                        file,
                        width,
                        height,
                        (row, column) -> Optional.ofNullable(shown.get(layout.cell(row, column)))
                                .map(picture -> reader.apply(picture.file())));
    }
}
