package dev.darkroom.host.pipeline;

import dev.darkroom.api.generation.StepRecord;
import dev.darkroom.api.generation.StepRecord.Statistics;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoised;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Writes the trace of a batch, one list of steps a picture. Used by one thread. */
final class TraceRecorder {

    private final List<List<StepRecord>> pictures = new ArrayList<>();
    private @Nullable Latent previous;
    private @Nullable Latent state;
    private @Nullable Latent slope;
    private long stepBegan = System.nanoTime();
    private int evaluationsBefore;

    TraceRecorder(int batch) {
        for (int k = 0; k < batch; k++) {
            pictures.add(new ArrayList<>());
        }
    }

    void step(
            int index,
            double sigma,
            double next,
            Latent x,
            Latent denoised,
            OptionalDouble embeddedError,
            int evaluations,
            @Nullable Denoised evaluation) {
        long now = System.nanoTime();
        double millis = (now - stepBegan) / 1e6;
        Latent before = previous;
        // The state the step began at is the one the step before ended with.
        Latent beganAt = state;
        Latent slopeBefore = slope;
        Latent slopeNow = beganAt == null || !(sigma > 0) ? null : Latent.sum(1 / sigma, beganAt, -1 / sigma, denoised);
        for (int k = 0; k < pictures.size(); k++) {
            Latent estimate = denoised.image(k);
            Statistics ofDenoised = statistics(estimate);
            double std = Math.max(ofDenoised.std(), 1e-12);
            pictures.get(k)
                    .add(new StepRecord(
                            index,
                            sigma,
                            next,
                            evaluations - evaluationsBefore,
                            statistics(x.image(k)),
                            ofDenoised,
                            diagonalHaarEnergy(estimate) / (std * std),
                            before == null ? 1 : estimate.minus(before.image(k)).rms() / std,
                            slopeNow == null || slopeBefore == null
                                    ? 0
                                    : curvature(slopeBefore.image(k), slopeNow.image(k)),
                            x.image(k).minus(estimate).rms() / std,
                            guidanceParallel(evaluation, k),
                            embeddedError,
                            millis));
        }
        previous = denoised;
        state = x;
        slope = slopeNow;
        evaluationsBefore = evaluations;
        stepBegan = System.nanoTime();
    }

    List<StepRecord> of(int picture) {
        return pictures.get(picture);
    }

    private static Statistics statistics(Latent latent) {
        double sum = 0;
        double squares = 0;
        double max = 0;
        int finite = 0;
        float[] values = latent.toArray();
        for (float value : values) {
            if (Float.isFinite(value)) {
                finite++;
                sum += value;
                squares += (double) value * value;
                max = Math.max(max, Math.abs(value));
            }
        }
        int count = Math.max(finite, 1);
        double mean = sum / count;
        return new Statistics(mean, Math.sqrt(Math.max(0, squares / count - mean * mean)), max, values.length - finite);
    }

    private static double curvature(Latent before, Latent now) {
        double size = now.rms();
        return size > 0 ? now.minus(before).rms() / size : 0;
    }

    /** The cosine between what guidance added to the conditional estimate and that estimate. */
    private static OptionalDouble guidanceParallel(@Nullable Denoised evaluation, int k) {
        if (evaluation == null || evaluation.uncond().isEmpty()) {
            return OptionalDouble.empty();
        }
        Latent cond = evaluation.cond().image(k);
        Latent added = evaluation.denoised().image(k).minus(cond);
        double norms = added.rms() * cond.rms() * cond.shape().elements();
        return norms > 0 ? OptionalDouble.of(added.dot(cond) / norms) : OptionalDouble.empty();
    }

    /** Mean square of the orthonormal Haar HH band over all channels; 0 for latents without 2x2 blocks. */
    private static double diagonalHaarEnergy(Latent latent) {
        float[] values = latent.toArray();
        int width = latent.shape().w();
        int rows = latent.shape().h() / 2;
        int columns = width / 2;
        double squares = 0;
        for (int c = 0; c < latent.shape().c(); c++) {
            for (int row = 0; row < rows; row++) {
                int upper = (c * latent.shape().h() + 2 * row) * width;
                int lower = upper + width;
                for (int x = 0; x < 2 * columns; x += 2) {
                    double hh = 0.5
                            * ((double) values[upper + x]
                                    - values[upper + x + 1]
                                    - values[lower + x]
                                    + values[lower + x + 1]);
                    squares += hh * hh;
                }
            }
        }
        int blocks = latent.shape().c() * rows * columns;
        return blocks == 0 ? 0 : squares / blocks;
    }
}
