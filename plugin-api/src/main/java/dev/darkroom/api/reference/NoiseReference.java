package dev.darkroom.api.reference;

import dev.darkroom.api.sampling.NoiseGenerator;
import dev.darkroom.api.sampling.NoiseSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream of unit normal numbers that another program drew from a seed.
 *
 * @param id the name of the case, as in {@code torch_cpu/42/5+20}
 * @param source the id of the noise source that must draw the same
 * @param seed the seed
 * @param draws the draws, in order
 * @param tolerance the largest absolute difference allowed
 */
public record NoiseReference(String id, String source, long seed, List<Draw> draws, double tolerance) {

    /** The last bits of large draws depend on the processor that PyTorch ran on. */
    private static final double TORCH_TOLERANCE = 3e-6;

    private static final double PHILOX_TOLERANCE = 2e-6;

    /** Copies the list. */
    public NoiseReference {
        draws = List.copyOf(draws);
    }

    /**
     * One draw.
     *
     * @param count how many numbers
     * @param first its first numbers
     * @param last its last numbers
     */
    public record Draw(int count, double[] first, double[] last) {}

    /**
     * Reads the streams of a file.
     *
     * @param document the parsed JSON: maps, lists, texts, numbers, booleans and nulls
     * @return the streams of single-precision normal numbers, in file order
     * @throws dev.darkroom.api.InvalidRequestException if the document is no such file; the message names the place
     */
    public static List<NoiseReference> readAll(@Nullable Object document) {
        Tree file = Tree.root(document);
        List<NoiseReference> streams = new ArrayList<>();
        if (file.get("torch_cpu").isPresent()) {
            for (Tree draw : file.get("torch_cpu").elements()) {
                if (draw.get("fn").text().equals("randn")
                        && draw.get("dtype").text().equals("float32")) {
                    streams.add(stream("torch_cpu", "torch", draw, List.of(draw), TORCH_TOLERANCE));
                }
            }
        }
        if (file.get("torch_cpu_sequences").isPresent()) {
            for (Tree sequence : file.get("torch_cpu_sequences").elements()) {
                streams.add(stream(
                        "torch_cpu", "torch", sequence, sequence.get("draws").elements(), TORCH_TOLERANCE));
            }
        }
        if (file.get("philox_nv").isPresent()) {
            for (Tree one : file.get("philox_nv").get("cases").elements()) {
                streams.add(stream("philox_nv", "philox", one, one.get("draws").elements(), PHILOX_TOLERANCE));
            }
        }
        return streams;
    }

    /** Returns whether a document holds streams of random numbers. */
    public static boolean isIn(@Nullable Object document) {
        Tree file = Tree.root(document);
        return file.get("torch_cpu").isPresent() || file.get("philox_nv").isPresent();
    }

    /**
     * Draws the stream from a source.
     *
     * @param candidate the source
     * @return the largest absolute difference; NaN if a number is none
     */
    public double error(NoiseSource candidate) {
        NoiseGenerator generator = candidate.open(seed);
        double worst = 0;
        for (Draw draw : draws) {
            float[] found = generator.normal(draw.count());
            for (int i = 0; i < draw.first().length; i++) {
                worst = worse(worst, found[i] - draw.first()[i]);
                worst = worse(worst, found[draw.count() - 1 - i] - draw.last()[draw.last().length - 1 - i]);
            }
        }
        return worst;
    }

    private static double worse(double worst, double difference) {
        return Math.abs(difference) <= worst ? worst : Math.abs(difference);
    }

    private static NoiseReference stream(
            String family, String source, Tree seeded, List<Tree> trees, double tolerance) {
        List<Draw> draws = new ArrayList<>();
        List<String> counts = new ArrayList<>();
        for (Tree tree : trees) {
            int count = 1;
            for (double dimension : tree.get("shape").numbers()) {
                count *= (int) dimension;
            }
            double[] first = tree.get("first").numbers();
            if (count < 1 || first.length > count) {
                throw tree.get("shape").bad("a shape of at least " + first.length + " numbers");
            }
            draws.add(new Draw(count, first, tree.get("last").numbers(first.length)));
            counts.add(Integer.toString(count));
        }
        long seed = seeded.get("seed").whole();
        return new NoiseReference(family + "/" + seed + "/" + String.join("+", counts), source, seed, draws, tolerance);
    }

    @Override
    public String toString() {
        return id;
    }
}
