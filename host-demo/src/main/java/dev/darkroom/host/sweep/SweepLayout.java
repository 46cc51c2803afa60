package dev.darkroom.host.sweep;

import dev.darkroom.api.sweep.SweepAxis;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A sweep in two dimensions: the last axis to the right, the others downwards. */
public final class SweepLayout {

    /** More rows than this are nothing to look at. */
    private static final int MOST_ROWS = 200;

    private final SweepPlan plan;

    /** Lays a plan out. */
    public SweepLayout(SweepPlan plan) {
        this.plan = plan;
    }

    /** Returns whether it is small enough to be looked at. */
    public boolean canBeShown() {
        return plan.cells().longValueExact() / columns().size() <= MOST_ROWS;
    }

    /** Returns the labels of the columns, at least one. */
    public List<String> columns() {
        List<SweepAxis> axes = plan.axes();
        if (axes.isEmpty()) {
            return List.of("");
        }
        int last = axes.size() - 1;
        List<String> labels = new ArrayList<>();
        for (int value = 0; value < axes.get(last).values().size(); value++) {
            labels.add(plan.label(last, value));
        }
        return labels;
    }

    /** Returns the labels of the rows, at least one. */
    public List<String> rows() {
        List<String> labels = new ArrayList<>();
        long rows = plan.cells().longValueExact() / columns().size();
        for (int row = 0; row < rows; row++) {
            List<Integer> cell = cell(row, 0);
            List<String> parts = new ArrayList<>();
            for (int axis = 0; axis < cell.size() - 1; axis++) {
                parts.add(plan.label(axis, cell.get(axis)));
            }
            labels.add(String.join(" ", parts));
        }
        return labels;
    }

    /** Returns the cell of a row and a column. */
    public List<Integer> cell(int row, int column) {
        return plan.cell((long) row * columns().size() + column);
    }

    /** Returns the pictures of a prompt with the first seed, by cell. */
    public Map<List<Integer>, SweptPicture> firstSeed(List<SweptPicture> pictures, int prompt) {
        Map<List<Integer>, SweptPicture> shown = new LinkedHashMap<>();
        pictures.stream()
                .filter(picture -> picture.prompt() == prompt
                        && picture.seed() == plan.firstSeed()
                        && picture.sample().isPresent())
                .forEach(picture -> shown.put(picture.cell(), picture));
        return shown;
    }
}
