package dev.darkroom.plugin.inspector.structure;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.StepEvent;
import dev.darkroom.api.inspection.StepProbe;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.picture.HeatMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the estimate of x0 was still moving: for each pixel of the latent the standard deviation of x0 over the second half
 * of the steps, and the largest change from one step to the next in the last quarter, both over the deviation of the last
 * estimate and as root mean squares over the channels. Memory is a few latents.
 */
final class Instability implements StepProbe {

    /** Below, the second half holds too few estimates. */
    private static final int FEWEST_STEPS = 8;

    /** In units of the deviation of the latent: what moves this much late is another thing than it was. */
    private static final double MUCH = 0.5;

    private final Options options;
    private @Nullable Latent previous;
    private double[] sum = {};
    private double[] squares = {};
    private double[] latest = {};
    private int count;
    private int steps;

    Instability(Options options) {
        this.options = options;
    }

    @Override
    public void step(StepEvent event) {
        steps = event.steps();
        Latent now = event.denoised();
        Latent before = previous;
        previous = now;
        if (2 * event.step() < steps) {
            return;
        }
        int size = now.shape().elements();
        if (sum.length != size) {
            sum = new double[size];
            squares = new double[size];
            latest = new double[size];
            count = 0;
        }
        count++;
        boolean late = 4 * event.step() >= 3 * steps;
        for (int i = 0; i < size; i++) {
            double value = now.at(i);
            sum[i] += value;
            squares[i] += value * value;
            if (late && before != null) {
                latest[i] = Math.max(latest[i], Math.abs(value - before.at(i)));
            }
        }
    }

    @Override
    public Inspected inspected(int pictureInBatch) {
        Latent last = previous;
        if (last == null || steps < FEWEST_STEPS || count < 2) {
            return Inspected.NOTHING;
        }
        Shape shape = last.shape();
        double deviation = deviation(last, pictureInBatch);
        float[] map = new float[shape.h() * shape.w()];
        double unsettled = 0;
        int hot = 0;
        for (int y = 0; y < shape.h(); y++) {
            for (int x = 0; x < shape.w(); x++) {
                double variance = 0;
                double change = 0;
                for (int c = 0; c < shape.c(); c++) {
                    int i = ((pictureInBatch * shape.c() + c) * shape.h() + y) * shape.w() + x;
                    double mean = sum[i] / count;
                    variance += Math.max(0, squares[i] / count - mean * mean);
                    change += latest[i] * latest[i];
                }
                double moved = Math.sqrt(Math.max(variance, change) / shape.c()) / deviation;
                if (!Double.isFinite(moved)) {
                    // A run that broke off is reported elsewhere.
                    return Inspected.of(Symptom.STRUCTURE, 0);
                }
                unsettled = Math.max(unsettled, moved);
                hot += moved >= MUCH ? 1 : 0;
                map[y * shape.w() + x] = (float) Math.min(1, moved / (2 * MUCH));
            }
        }
        double share = (double) hot / map.length;
        String message = String.format(
                Locale.ROOT, "look here: %.0f %% of the picture was still changing late in the run", 100 * share);
        return StructureInspector.look(
                share,
                message,
                Map.of("unsettledShare", share, "largestChange", unsettled),
                HeatMap.of(shape.w(), shape.h(), map),
                options);
    }

    private static double deviation(Latent latent, int picture) {
        int size = latent.shape().elementsPerImage();
        double total = 0;
        double ofSquares = 0;
        for (int i = picture * size; i < (picture + 1) * size; i++) {
            total += latent.at(i);
            ofSquares += (double) latent.at(i) * latent.at(i);
        }
        double mean = total / size;
        return Math.max(1e-6, Math.sqrt(Math.max(0, ofSquares / size - mean * mean)));
    }
}
