package dev.darkroom.host.precision;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a variant costs and brings.
 *
 * @param model the model's id
 * @param precision the precision
 * @param reference the precision it is measured against, FP32 but for folders without
 * @param converter the converter's id and its plugin's version
 * @param device where it was measured
 * @param settings what it was made with, for people
 * @param sizes bytes of the graphs before and after, by component
 * @param before a network call of the reference, of the batch that guidance makes
 * @param after a network call of the variant, in the same rounds
 * @param stepErrors signal over error of a single network call, in dB, by training timestep
 * @param distance how far its pictures are from the reference's
 * @param leastPsnr what the mean PSNR must reach
 * @param kept what stays in FP32, and why
 * @param remarks anything else
 */
public record PrecisionReport(
        String model,
        String precision,
        String reference,
        String converter,
        String device,
        Map<String, String> settings,
        Map<String, Sizes> sizes,
        Milliseconds before,
        Milliseconds after,
        Map<Double, Double> stepErrors,
        Distance distance,
        double leastPsnr,
        Map<String, String> kept,
        List<String> remarks) {

    /** Scores are calibrated probabilities, given to two digits: less than half of the last is nothing. */
    private static final double INSPECTOR_FLOOR = 0.005;

    /**
     * Bytes of a component's graph, external data included.
     *
     * @param before of FP32
     * @param after of the variant
     */
    public record Sizes(long before, long after) {}

    /**
     * What one graph took.
     *
     * @param median milliseconds
     * @param best milliseconds
     */
    public record Milliseconds(double median, double best) {}

    /**
     * How one symptom's score moved.
     *
     * @param mean the mean difference, variant less FP32
     * @param spread the highest less the lowest score of FP32's pictures
     */
    public record Shift(double mean, double spread) {}

    /**
     * How far a variant's pictures are from FP32's.
     *
     * @param psnr dB, a picture each
     * @param ssim a picture each
     * @param shifts how the inspectors' scores moved, by the id of the symptom
     */
    public record Distance(List<Double> psnr, List<Double> ssim, Map<String, Shift> shifts) {

        /** Returns the mean over the pictures. */
        public double meanPsnr() {
            return PicturePairs.mean(psnr);
        }

        /** Returns the mean over the pictures. */
        public double meanSsim() {
            return PicturePairs.mean(ssim);
        }
    }

    /**
     * One condition a variant must meet.
     *
     * @param name what is asked
     * @param passed whether it is met
     * @param found what was found
     */
    public record Gate(String name, boolean passed, String found) {}

    /** Copies the collections. */
    public PrecisionReport {
        settings = new LinkedHashMap<>(settings);
        sizes = new LinkedHashMap<>(sizes);
        stepErrors = new LinkedHashMap<>(stepErrors);
        kept = new LinkedHashMap<>(kept);
        remarks = List.copyOf(remarks);
    }

    /** Returns how many times as fast a network call is, best against best: other work on the machine only adds. */
    public double speedUp() {
        return before.best() / after.best();
    }

    /** Returns the conditions: the PSNR, and that no inspector moves by more than FP32's pictures differ among themselves. */
    public List<Gate> gates() {
        List<String> moved = distance.shifts().entrySet().stream()
                .filter(entry -> Math.abs(entry.getValue().mean())
                        > Math.max(entry.getValue().spread(), INSPECTOR_FLOOR))
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%s %+.3f",
                        entry.getKey(),
                        entry.getValue().mean()))
                .toList();
        return List.of(
                new Gate(
                        String.format(Locale.ROOT, "PSNR of same-seed pictures >= %.0f dB", leastPsnr),
                        distance.meanPsnr() >= leastPsnr,
                        String.format(Locale.ROOT, "%.1f dB", distance.meanPsnr())),
                new Gate(
                        "no inspector moves beyond the spread of clean seeds",
                        moved.isEmpty(),
                        moved.isEmpty() ? "none does" : String.join(", ", moved)));
    }

    /** Returns whether every gate is passed. */
    public boolean passed() {
        return gates().stream().allMatch(Gate::passed);
    }
}
