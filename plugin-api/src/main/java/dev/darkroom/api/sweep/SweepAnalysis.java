package dev.darkroom.api.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sweep says.
 *
 * @param cells an estimate of every measure in every cell that has samples, in the order of the cells
 * @param curves every measure along every axis, over all samples of each value
 * @param knees where the curve of artifacts along a numeric axis stops falling, for each axis where it does
 * @param timeFront indices of the cells that none beats in both seconds and artifacts, fastest first
 * @param promptFront indices of the cells that none beats in both alignment and artifacts, best aligned first; empty without
 *     alignment
 */
public record SweepAnalysis(
        List<Cell> cells, List<Curve> curves, List<Knee> knees, List<Integer> timeFront, List<Integer> promptFront) {

    /** Copies the lists. */
    public SweepAnalysis {
        cells = List.copyOf(cells);
        curves = List.copyOf(curves);
        knees = List.copyOf(knees);
        timeFront = List.copyOf(timeFront);
        promptFront = List.copyOf(promptFront);
    }

    /**
     * The estimates of a cell.
     *
     * @param cell the index of its value on each axis
     * @param measures an estimate a measure, by name
     */
    public record Cell(List<Integer> cell, Map<String, Estimate> measures) {

        /** Copies the collections. */
        public Cell {
            cell = List.copyOf(cell);
            measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
        }
    }

    /**
     * A measure along an axis.
     *
     * @param axis the index of the axis
     * @param measure the measure's name
     * @param points an estimate a value of the axis; empty where there are no samples
     */
    public record Curve(int axis, String measure, List<Optional<Estimate>> points) {

        /** Copies the list. */
        public Curve {
            points = List.copyOf(points);
        }
    }

    /**
     * Where a curve stops falling.
     *
     * @param axis the index of the axis
     * @param value the index of the value: more of the option brings little beyond
     */
    public record Knee(int axis, int value) {}
}
