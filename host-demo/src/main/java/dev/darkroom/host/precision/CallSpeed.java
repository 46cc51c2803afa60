package dev.darkroom.host.precision;

import dev.darkroom.api.precision.Probe;
import dev.darkroom.api.precision.RecordedTensor;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.host.precision.PrecisionReport.Milliseconds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Milliseconds a network call takes: all graphs in turn, round by round, so that other work hits each alike. In a round a graph
 * is called several times in a row, as sampling calls it, and the first call does not count: it finds the caches full of the
 * other graphs' weights.
 */
final class CallSpeed {

    private static final int WARM_UP = 2;
    private static final int ROUNDS = 25;
    private static final int IN_A_ROW = 4;
    private static final double LONGEST_SECONDS = 30;

    /** Weights that take this long to go through fit into no cache. */
    private static final double SLOW_MILLISECONDS = 500;

    private CallSpeed() {}

    /** Returns what each graph took on one recorded call. */
    static List<Milliseconds> of(
            InferenceRuntime runtime,
            List<Path> graphs,
            Map<String, Long> dimensions,
            Map<String, RecordedTensor> call,
            Cancellation cancellation) {
        List<Probe> probes = new ArrayList<>();
        try {
            for (Path graph : graphs) {
                probes.add(new Probe(runtime, graph, dimensions, cancellation));
            }
            return measure(probes, call);
        } finally {
            probes.forEach(Probe::close);
        }
    }

    private static List<Milliseconds> measure(List<Probe> probes, Map<String, RecordedTensor> call) {
        List<List<Double>> times = new ArrayList<>();
        probes.forEach(probe -> times.add(new ArrayList<>()));
        long began = System.nanoTime();
        int unmeasured = WARM_UP;
        int measured = ROUNDS;
        while (measured > 0) {
            boolean counts = unmeasured == 0;
            for (int i = 0; i < probes.size(); i++) {
                List<Double> round = inARow(probes.get(i), call);
                if (counts) {
                    times.get(i).addAll(round);
                }
            }
            // Graphs this slow are warm after one round, and one more is what they are measured by.
            boolean slow = (System.nanoTime() - began) / 1e9 > LONGEST_SECONDS;
            if (counts) {
                measured = slow ? 0 : measured - 1;
            } else {
                unmeasured = slow ? 0 : unmeasured - 1;
            }
        }
        return times.stream().map(CallSpeed::summary).toList();
    }

    private static List<Double> inARow(Probe probe, Map<String, RecordedTensor> call) {
        double first = milliseconds(probe, call);
        if (first > SLOW_MILLISECONDS) {
            return List.of(first);
        }
        List<Double> times = new ArrayList<>();
        for (int i = 1; i < IN_A_ROW; i++) {
            times.add(milliseconds(probe, call));
        }
        return times;
    }

    private static double milliseconds(Probe probe, Map<String, RecordedTensor> call) {
        long began = System.nanoTime();
        probe.run(call);
        return (System.nanoTime() - began) / 1e6;
    }

    private static Milliseconds summary(List<Double> times) {
        List<Double> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return new Milliseconds(sorted.get(sorted.size() / 2), sorted.get(0));
    }
}
