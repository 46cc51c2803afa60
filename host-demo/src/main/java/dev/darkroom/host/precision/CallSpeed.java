package dev.darkroom.host.precision;

import dev.darkroom.api.precision.Probe;
import dev.darkroom.api.precision.RecordedTensor;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.host.precision.PrecisionReport.Milliseconds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Milliseconds a network call takes: all graphs in turn, round by round, so that other work hits each alike. */
final class CallSpeed {

    private static final int WARM_UP = 3;
    private static final int ROUNDS = 60;
    private static final double LONGEST_SECONDS = 30;

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
        List<double[]> times = new ArrayList<>();
        probes.forEach(probe -> times.add(new double[ROUNDS]));
        long began = System.nanoTime();
        int rounds = 0;
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int i = 0; i < probes.size(); i++) {
                long start = System.nanoTime();
                probes.get(i).run(call);
                if (round >= 0) {
                    times.get(i)[round] = (System.nanoTime() - start) / 1e6;
                }
            }
            boolean late = (System.nanoTime() - began) / 1e9 > LONGEST_SECONDS;
            if (round >= 0) {
                rounds++;
                if (late) {
                    break;
                }
            } else if (late) {
                // Graphs this slow are warm after one call.
                round = -1;
            }
        }
        List<Milliseconds> result = new ArrayList<>();
        for (double[] all : times) {
            double[] measured = Arrays.copyOf(all, rounds);
            Arrays.sort(measured);
            result.add(new Milliseconds(measured[rounds / 2], measured[0]));
        }
        return result;
    }
}
