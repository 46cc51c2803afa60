package dev.darkroom.host.sweep;

import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.sweep.SweepAxis;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a sweep makes: in every cell - a value of each axis - a picture of every prompt with every seed.
 *
 * @param axes the axes, the last one varying fastest
 * @param prompts what the pictures show
 * @param firstSeed the first seed
 * @param seeds how many seeds there are
 * @param requests makes the request of a cell, for whatever prompt and seed
 */
public record SweepPlan(
        List<SweepAxis> axes,
        List<String> prompts,
        long firstSeed,
        int seeds,
        Function<List<Integer>, GenerationRequest> requests) {

    /** Checks the sizes and copies the lists. */
    public SweepPlan {
        axes = List.copyOf(axes);
        prompts = List.copyOf(prompts);
        Objects.requireNonNull(requests, "requests");
        if (prompts.isEmpty() || seeds < 1) {
            throw new IllegalArgumentException(
                    "sweep: expected prompts and seeds, found " + prompts.size() + " and " + seeds);
        }
    }

    /** Returns how many cells there are. */
    public BigInteger cells() {
        BigInteger cells = BigInteger.ONE;
        for (SweepAxis axis : axes) {
            cells = cells.multiply(BigInteger.valueOf(axis.values().size()));
        }
        return cells;
    }

    /** Returns how many pictures there are. */
    public BigInteger pictures() {
        return cells().multiply(BigInteger.valueOf((long) prompts.size() * seeds));
    }

    /** Returns the value indices of a cell. */
    public List<Integer> cell(long index) {
        List<Integer> cell = new ArrayList<>();
        long left = index;
        for (int axis = axes.size() - 1; axis >= 0; axis--) {
            int size = axes.get(axis).values().size();
            cell.add(0, (int) (left % size));
            left /= size;
        }
        return cell;
    }

    /** Returns what people call a cell: {@code cfg-scale=7.5 steps=8}. */
    public String label(List<Integer> cell) {
        List<String> parts = new ArrayList<>();
        for (int axis = 0; axis < axes.size(); axis++) {
            parts.add(label(axis, cell.get(axis)));
        }
        return String.join(" ", parts);
    }

    /** Returns what people call a value of an axis. */
    public String label(int axis, int value) {
        return axes.get(axis).option() + "=" + axes.get(axis).values().get(value);
    }

    /** Returns a cell's pictures: prompt by prompt, seed by seed. */
    List<Shot> shots(List<Integer> cell) {
        List<Shot> shots = new ArrayList<>();
        for (int prompt = 0; prompt < prompts.size(); prompt++) {
            for (int k = 0; k < seeds; k++) {
                shots.add(new Shot(cell, prompt, firstSeed + k));
            }
        }
        return shots;
    }

    /**
     * Returns the request of a picture.
     *
     * @throws dev.darkroom.api.InvalidRequestException if its cell's values cannot be put together
     */
    GenerationRequest request(Shot shot) {
        return requests.apply(shot.cell()).toBuilder()
                .prompt(prompts.get(shot.prompt()))
                .seed(shot.seed())
                .build();
    }

    /** One picture to make. */
    record Shot(List<Integer> cell, int prompt, long seed) {}
}
