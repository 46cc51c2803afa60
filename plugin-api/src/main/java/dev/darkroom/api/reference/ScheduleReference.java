package dev.darkroom.api.reference;

import dev.darkroom.api.Plural;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The levels that a reference implementation returned, and the schedule that must return the same.
 *
 * <p>Reference arrays are brought to the form of {@link SigmaSchedule}: cumulative products become sigmas, and levels that
 * follow themselves (Heun and KDPM2 list each level twice, PNDM its second timestep) are listed once.
 *
 * @param id the name of the case, as in {@code euler/sd/leading1/n10}
 * @param process the process of the model the reference assumed
 * @param schedule the id of the schedule that must give these levels
 * @param options its options, name to text
 * @param steps the number of steps asked for
 * @param sigmas the levels, falling; empty if {@link #broken}
 * @param complete whether the level after the last step is among them
 * @param timesteps what the network is told at each level but the last; empty if the reference has none
 * @param broken where the reference returned no finite number; if anywhere, the schedule must refuse the request
 * @param tolerance the largest relative difference of a sigma
 * @param timestepTolerance the largest absolute difference of a timestep
 */
public record ScheduleReference(
        String id,
        DiffusionProcess process,
        String schedule,
        Map<String, String> options,
        int steps,
        List<Double> sigmas,
        boolean complete,
        List<Double> timesteps,
        List<Integer> broken,
        double tolerance,
        double timestepTolerance) {

    /** Stands for the product of 0 of a terminal SNR of zero: its signal share of 1e-8 is below the rounding of a float. */
    static final double NO_SIGNAL = 1e-16;

    private static final double TOLERANCE = 1e-9;

    /** Timesteps are computed from sigmas, whose tolerance this is in timesteps of a thousand. */
    private static final double TIMESTEP_TOLERANCE = 1e-6;

    /** Copies the collections. */
    public ScheduleReference {
        options = Map.copyOf(options);
        sigmas = List.copyOf(sigmas);
        timesteps = List.copyOf(timesteps);
        broken = List.copyOf(broken);
    }

    /**
     * How far a schedule is from the reference.
     *
     * @param sigma the largest relative difference of a level
     * @param timestep the largest absolute difference of a timestep
     * @param mismatch what makes them incomparable, as in "11 levels instead of 10"
     */
    public record Difference(double sigma, double timestep, Optional<String> mismatch) {}

    /**
     * Reads the schedules of a file.
     *
     * @param document the parsed JSON: maps, lists, texts, numbers, booleans and nulls
     * @return the references, in file order
     * @throws dev.darkroom.api.InvalidRequestException if the document is no file of schedules, or names a reference that is
     *     not known; the message names the place
     */
    public static List<ScheduleReference> readAll(@Nullable Object document) {
        return Tree.root(document).get("schedules").elements().stream()
                .map(ScheduleReference::read)
                .toList();
    }

    private static ScheduleReference read(Tree tree) {
        int steps = tree.get("n").count(1);
        ScheduleMapping mapping = ScheduleMapping.of(tree, steps);
        Tree products = tree.get("alphas_cumprod_at_timesteps_f64");
        boolean complete = !products.isPresent();
        double[] listed = complete
                ? tree.get("sigmas_f64").numbersOrNull()
                : Arrays.stream(products.numbers())
                        .map(ScheduleReference::sigma)
                        .toArray();
        if (mapping.unfinished()) {
            listed = Arrays.copyOf(listed, listed.length + 1);
        }
        Tree times = tree.get("timesteps");
        double[] told = times.isPresent() ? times.numbersOrNull() : new double[0];
        if (mapping.interleaved()) {
            // Each level after the first is listed twice, each timestep after the first has another before it.
            listed = everySecond(listed, 1);
            told = everySecond(told, 2);
        }
        List<Integer> broken = new ArrayList<>();
        List<Double> sigmas = new ArrayList<>();
        List<Double> timesteps = new ArrayList<>();
        for (int i = 0; i < listed.length; i++) {
            if (!Double.isFinite(listed[i])) {
                broken.add(i);
                continue;
            }
            // A level computed in two ways may follow itself within rounding; the last of its timesteps counts.
            int last = sigmas.size() - 1;
            boolean repeats = last >= 0 && Math.abs(listed[i] - sigmas.get(last)) <= TOLERANCE * listed[i];
            if (!repeats) {
                sigmas.add(listed[i]);
            }
            if (i < told.length) {
                if (repeats) {
                    timesteps.set(last, told[i]);
                } else {
                    timesteps.add(told[i]);
                }
            }
        }
        return new ScheduleReference(
                tree.get("id").text(),
                mapping.process(),
                mapping.schedule(),
                mapping.options(),
                steps,
                broken.isEmpty() ? sigmas : List.of(),
                // A single step from a level to itself does nothing: where it should have ended is not said.
                complete && sigmas.size() > 1,
                broken.isEmpty() ? timesteps : List.of(),
                broken,
                TOLERANCE,
                // Where single precision gave others, an ulp decides which way a timestep was cut off.
                tree.get("timesteps_native_f32").isPresent() ? 1 : TIMESTEP_TOLERANCE);
    }

    /**
     * Compares a schedule with the reference.
     *
     * @param found what the schedule returned for {@link #process}, {@link #steps} and {@link #options}
     * @return the differences
     */
    public Difference difference(SigmaSchedule found) {
        int levels = found.steps() + 1;
        int most = complete ? sigmas.size() : sigmas.size() + 1;
        if (levels < sigmas.size() || levels > most) {
            return new Difference(
                    Double.POSITIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    Optional.of(Plural.of(levels, "level") + " instead of " + most));
        }
        double sigma = 0;
        for (int i = 0; i < sigmas.size(); i++) {
            double off = Math.abs(found.at(i) - sigmas.get(i));
            sigma = Math.max(sigma, off == 0 ? 0 : off / sigmas.get(i));
        }
        double timestep = 0;
        for (int i = 0; i < Math.min(timesteps.size(), found.steps()); i++) {
            timestep = Math.max(timestep, Math.abs(found.timestep(process, found.at(i)) - timesteps.get(i)));
        }
        return new Difference(sigma, timestep, Optional.empty());
    }

    /** Returns whether a difference is within the tolerances. */
    public boolean accepts(Difference difference) {
        return difference.mismatch().isEmpty()
                && difference.sigma() <= tolerance
                && difference.timestep() <= timestepTolerance;
    }

    private static double[] everySecond(double[] values, int second) {
        return IntStream.range(0, values.length)
                .filter(i -> i == 0 || (i >= second && (i - second) % 2 == 0))
                .mapToDouble(i -> values[i])
                .toArray();
    }

    private static double sigma(double alphaCumprod) {
        double product = alphaCumprod == 0 ? NO_SIGNAL : alphaCumprod;
        return Math.sqrt((1 - product) / product);
    }

    @Override
    public String toString() {
        return id;
    }
}
