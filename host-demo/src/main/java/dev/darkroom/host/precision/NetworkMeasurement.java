package dev.darkroom.host.precision;

import dev.darkroom.api.precision.RecordedTensor;
import dev.darkroom.api.precision.StepError;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.host.precision.PrecisionReport.Milliseconds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A changed network beside its original, call by call.
 *
 * @param before what the original took
 * @param after what the changed one took
 * @param stepErrors signal over error, in dB, by training timestep
 */
record NetworkMeasurement(Milliseconds before, Milliseconds after, Map<Double, Double> stepErrors) {

    static NetworkMeasurement of(
            InferenceRuntime runtime,
            Path original,
            Path changed,
            Map<String, Long> dimensions,
            List<Map<String, RecordedTensor>> calls,
            Cancellation cancellation) {
        List<Milliseconds> speed =
                CallSpeed.of(runtime, List.of(original, changed), dimensions, calls.get(0), cancellation);
        List<StepError.Call> errors = new StepError(runtime, original, dimensions, calls, cancellation).of(changed);
        Map<Double, List<StepError.Call>> byTimestep = new TreeMap<>();
        for (int i = 0; i < errors.size(); i++) {
            RecordedTensor time = calls.get(i).get("timestep");
            double timestep = time == null ? 0 : time.values().get(0);
            byTimestep.computeIfAbsent(timestep, key -> new ArrayList<>()).add(errors.get(i));
        }
        Map<Double, Double> decibels = new TreeMap<>();
        byTimestep.forEach((timestep, of) -> decibels.put(timestep, StepError.decibels(of)));
        return new NetworkMeasurement(speed.get(0), speed.get(1), decibels);
    }
}
