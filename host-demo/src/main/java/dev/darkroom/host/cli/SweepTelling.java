package dev.darkroom.host.cli;

import dev.darkroom.api.sweep.SweepAxis;
import dev.darkroom.api.sweep.SweepSample;
import dev.darkroom.host.json.InspectionJson;
import dev.darkroom.host.json.JsonLine;
import dev.darkroom.host.sweep.SweepObserver;
import dev.darkroom.host.sweep.SweepPlan;
import dev.darkroom.host.sweep.SweptPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Tells how far a sweep is: a line a cell, or a JSON object a picture. */
final class SweepTelling implements SweepObserver {

    private static final List<String> NO_SYMPTOMS =
            List.of(SweepSample.ARTIFACTS, SweepSample.ALIGNMENT, SweepSample.SECONDS, SweepSample.EVALUATIONS);

    private final Console console;
    private final SweepPlan plan;
    private final @Nullable NestedProgress progress;
    private final boolean json;
    private final boolean quiet;
    private final List<SweptPicture> cell = new ArrayList<>();
    private long cells;
    private long before;
    private long problems;

    SweepTelling(Console console, SweepPlan plan, @Nullable NestedProgress progress, boolean json, boolean quiet) {
        this.console = console;
        this.plan = plan;
        this.progress = progress;
        this.json = json;
        this.quiet = quiet;
    }

    @Override
    public void picture(long number, String label) {
        if (progress != null) {
            progress.begin(number, label);
        }
    }

    @Override
    public void step() {
        if (progress != null) {
            progress.step();
        }
    }

    @Override
    public void finished(SweptPicture picture) {
        if (picture.before()) {
            before++;
        }
        if (picture.problem().isPresent()) {
            problems++;
        }
        if (progress != null && (picture.before() || picture.problem().isPresent())) {
            progress.skip();
        }
        cell.add(picture);
        boolean whole = cell.size() == plan.prompts().size() * plan.seeds();
        if (progress != null && (json || whole)) {
            progress.pause();
        }
        if (json) {
            console.line(object(picture));
        }
        if (whole) {
            cells++;
            if (!json && !quiet) {
                console.line(row());
            }
            cell.clear();
        }
    }

    private String row() {
        StringBuilder row = new StringBuilder(
                "[" + cells + "/" + plan.cells() + "] " + plan.label(cell.get(0).cell()) + "  ");
        OptionalDouble artifacts = mean(SweepSample.ARTIFACTS);
        if (artifacts.isEmpty()) {
            return row.append("failed: ")
                    .append(cell.get(0).problem().orElse(""))
                    .toString();
        }
        row.append(String.format(Locale.ROOT, "artifacts %.2f%s", artifacts.getAsDouble(), worst()));
        mean(SweepSample.ALIGNMENT)
                .ifPresent(value -> row.append(String.format(Locale.ROOT, "  alignment %.3f", value)));
        mean(SweepSample.SECONDS).ifPresent(value -> row.append(String.format(Locale.ROOT, "  %.2f s", value)));
        if (cell.stream().allMatch(SweptPicture::before)) {
            row.append("  (made before)");
        }
        return row.toString();
    }

    private OptionalDouble mean(String measure) {
        return cell.stream()
                .mapToDouble(picture -> picture.measure(measure))
                .filter(Double::isFinite)
                .average();
    }

    /** Returns the symptom with the highest mean score. */
    private String worst() {
        String worst = "";
        double highest = 0.1;
        for (String name : cell.stream()
                .flatMap(picture -> picture.sample().stream())
                .flatMap(sample -> sample.measures().keySet().stream())
                .distinct()
                .toList()) {
            double mean = mean(name).orElse(0);
            if (!NO_SYMPTOMS.contains(name) && mean > highest) {
                highest = mean;
                worst = " (" + name + ")";
            }
        }
        return worst;
    }

    private String object(SweptPicture picture) {
        return JsonLine.of(json -> {
            InspectionJson measured = new InspectionJson(json);
            json.writeObjectFieldStart("settings");
            for (int axis = 0; axis < plan.axes().size(); axis++) {
                SweepAxis each = plan.axes().get(axis);
                json.writeStringField(
                        each.option(), each.values().get(picture.cell().get(axis)));
            }
            json.writeEndObject();
            json.writeStringField("prompt", plan.prompts().get(picture.prompt()));
            json.writeNumberField("seed", picture.seed());
            json.writeBooleanField("before", picture.before());
            if (picture.sample().isPresent()) {
                json.writeStringField("picture", picture.file().toString());
                json.writeObjectFieldStart("measures");
                for (Map.Entry<String, Double> measure :
                        picture.sample().get().measures().entrySet()) {
                    measured.number(measure.getKey(), measure.getValue());
                }
                json.writeEndObject();
            } else {
                json.writeStringField("problem", picture.problem().orElse(""));
            }
        });
    }

    /** Returns how many pictures an earlier run had made. */
    long before() {
        return before;
    }

    /** Returns how many pictures could not be made. */
    long problems() {
        return problems;
    }
}
