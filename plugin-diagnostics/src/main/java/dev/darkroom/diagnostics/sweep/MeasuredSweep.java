package dev.darkroom.diagnostics.sweep;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.sweep.Estimate;
import dev.darkroom.api.sweep.SweepAnalysis;
import dev.darkroom.api.sweep.SweepAnalysis.Cell;
import dev.darkroom.api.sweep.SweepAnalysis.Curve;
import dev.darkroom.api.sweep.SweepAnalysis.Knee;
import dev.darkroom.api.sweep.SweepAnalyst;
import dev.darkroom.api.sweep.SweepAxis;
import dev.darkroom.api.sweep.SweepSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/** Analyses a sweep by means, Student's intervals, Kneedle and Pareto fronts. */
@Extension
public final class MeasuredSweep implements SweepAnalyst {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
            "measured", "Sweep analysis", "Estimates a cell, curves with intervals, knees and Pareto fronts.");

    /** Artifacts that fall by less along an axis have no knee worth naming. */
    private static final double LEAST_FALL = 0.1;

    /** A score that is less by no more than this is the same to whoever looks. */
    private static final double LEAST_GAIN = 0.01;

    private static final Comparator<List<Integer>> IN_ORDER = (a, b) -> {
        for (int i = 0; i < a.size(); i++) {
            int order = Integer.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SweepAnalysis analyse(List<SweepAxis> axes, List<SweepSample> samples) {
        List<Cell> cells = cells(samples);
        List<Curve> curves = curves(axes, samples);
        return new SweepAnalysis(
                cells,
                curves,
                knees(axes, curves),
                front(cells, SweepSample.SECONDS, 1),
                front(cells, SweepSample.ALIGNMENT, -1));
    }

    private static List<Cell> cells(List<SweepSample> samples) {
        Map<List<Integer>, Map<String, Estimates>> byCell = new TreeMap<>(IN_ORDER);
        for (SweepSample sample : samples) {
            Map<String, Estimates> estimates = byCell.computeIfAbsent(sample.cell(), absent -> new LinkedHashMap<>());
            sample.measures()
                    .forEach((name, value) -> estimates
                            .computeIfAbsent(name, absent -> new Estimates())
                            .add(value));
        }
        List<Cell> cells = new ArrayList<>();
        byCell.forEach((cell, estimates) -> {
            Map<String, Estimate> measures = new LinkedHashMap<>();
            estimates.forEach((name, one) -> measures.put(name, one.estimate()));
            cells.add(new Cell(cell, measures));
        });
        return cells;
    }

    private static List<Curve> curves(List<SweepAxis> axes, List<SweepSample> samples) {
        List<String> measures = samples.stream()
                .flatMap(sample -> sample.measures().keySet().stream())
                .distinct()
                .toList();
        List<Curve> curves = new ArrayList<>();
        for (int axis = 0; axis < axes.size(); axis++) {
            for (String measure : measures) {
                Estimates[] points = new Estimates[axes.get(axis).values().size()];
                for (int value = 0; value < points.length; value++) {
                    points[value] = new Estimates();
                }
                for (SweepSample sample : samples) {
                    if (sample.measures().containsKey(measure)) {
                        points[sample.cell().get(axis)].add(sample.measures().get(measure));
                    }
                }
                curves.add(new Curve(
                        axis,
                        measure,
                        Arrays.stream(points)
                                .map(point ->
                                        point.isEmpty() ? Optional.<Estimate>empty() : Optional.of(point.estimate()))
                                .toList()));
            }
        }
        return curves;
    }

    private static List<Knee> knees(List<SweepAxis> axes, List<Curve> curves) {
        List<Knee> knees = new ArrayList<>();
        for (Curve curve : curves) {
            SweepAxis axis = axes.get(curve.axis());
            if (!curve.measure().equals(SweepSample.ARTIFACTS) || !axis.isNumeric()) {
                continue;
            }
            int[] order = IntStream.range(0, curve.points().size())
                    .filter(value -> curve.points().get(value).isPresent())
                    .boxed()
                    .sorted(Comparator.comparingDouble(axis::number))
                    .mapToInt(Integer::intValue)
                    .toArray();
            double[] x = IntStream.of(order).mapToDouble(axis::number).toArray();
            double[] y = IntStream.of(order)
                    .mapToDouble(
                            value -> curve.points().get(value).orElseThrow().mean())
                    .toArray();
            Kneedle.of(x, y, LEAST_FALL).ifPresent(at -> knees.add(new Knee(curve.axis(), order[at])));
        }
        return knees;
    }

    /** Returns the cells that none beats in both a measure, signed so that less is better, and artifacts. */
    private static List<Integer> front(List<Cell> cells, String measure, int sign) {
        int[] measured = IntStream.range(0, cells.size())
                .filter(i -> cells.get(i).measures().containsKey(measure)
                        && cells.get(i).measures().containsKey(SweepSample.ARTIFACTS))
                .toArray();
        double[] first = IntStream.of(measured)
                .mapToDouble(i -> sign * cells.get(i).measures().get(measure).mean())
                .toArray();
        double[] second = IntStream.of(measured)
                .mapToDouble(
                        i -> cells.get(i).measures().get(SweepSample.ARTIFACTS).mean())
                .toArray();
        return ParetoFront.of(first, second, LEAST_GAIN).stream()
                .map(i -> measured[i])
                .toList();
    }
}
