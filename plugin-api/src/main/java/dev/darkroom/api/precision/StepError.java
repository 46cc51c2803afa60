package dev.darkroom.api.precision;

import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** How far a changed network is from its original in single calls on the same input: no error of earlier steps enters. */
public final class StepError {

    private final InferenceRuntime runtime;
    private final Map<String, Long> dimensions;
    private final Cancellation cancellation;
    private final List<Map<String, RecordedTensor>> calls;
    private final List<float[]> references = new ArrayList<>();

    /**
     * The error of one call.
     *
     * @param error the sum of squared differences of the outputs
     * @param signal the sum of squares of the original's output
     */
    public record Call(double error, double signal) {}

    /**
     * Runs the original on recorded calls.
     *
     * @param original the network
     * @param dimensions sizes to fix symbolic dimensions to
     * @param calls its inputs
     */
    public StepError(
            InferenceRuntime runtime,
            Path original,
            Map<String, Long> dimensions,
            List<Map<String, RecordedTensor>> calls,
            Cancellation cancellation) {
        this.runtime = runtime;
        this.dimensions = Map.copyOf(dimensions);
        this.calls = List.copyOf(calls);
        this.cancellation = cancellation;
        try (Probe probe = new Probe(runtime, original, dimensions, cancellation)) {
            calls.forEach(call -> references.add(probe.run(call)));
        }
    }

    /** Returns the error of another network, call by call. */
    public List<Call> of(Path other) {
        List<Call> errors = new ArrayList<>();
        try (Probe probe = new Probe(runtime, other, dimensions, cancellation)) {
            for (int i = 0; i < calls.size(); i++) {
                errors.add(compare(probe.run(calls.get(i)), references.get(i)));
            }
        }
        return errors;
    }

    private static Call compare(float[] found, float[] expected) {
        double error = 0;
        double signal = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = (double) found[i] - expected[i];
            error += difference * difference;
            signal += (double) expected[i] * expected[i];
        }
        return new Call(error, signal);
    }

    /** Returns the signal over the error of all calls, in decibels: more is better. NaN outputs give negative infinity. */
    public static double decibels(Collection<Call> calls) {
        double error = 0;
        double signal = 0;
        for (Call call : calls) {
            error += call.error();
            signal += call.signal();
        }
        return Double.isNaN(error) ? Double.NEGATIVE_INFINITY : 10 * Math.log10(signal / error);
    }
}
