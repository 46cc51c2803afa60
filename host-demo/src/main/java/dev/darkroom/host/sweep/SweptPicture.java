package dev.darkroom.host.sweep;

import dev.darkroom.api.sweep.SweepSample;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A picture of a sweep, made now or before, or the reason why there is none.
 *
 * @param cell the index of its value on each axis
 * @param prompt the index of its prompt
 * @param seed its seed
 * @param file where the picture is
 * @param sample what was measured; empty if it could not be made
 * @param problem why it could not be made, in one line
 * @param before whether an earlier run made it
 */
public record SweptPicture(
        List<Integer> cell,
        int prompt,
        long seed,
        Path file,
        Optional<SweepSample> sample,
        Optional<String> problem,
        boolean before) {

    /** Copies the cell and checks that there is a sample or a problem. */
    public SweptPicture {
        cell = List.copyOf(cell);
        Objects.requireNonNull(file, "file");
        if (sample.isPresent() == problem.isPresent()) {
            throw new IllegalArgumentException(
                    "picture of a sweep: expected a sample or a problem, found both or none");
        }
    }

    /** Returns a measure of the picture; NaN if it was not measured. */
    public double measure(String name) {
        return sample.map(measured -> measured.measures().getOrDefault(name, Double.NaN))
                .orElse(Double.NaN);
    }
}
