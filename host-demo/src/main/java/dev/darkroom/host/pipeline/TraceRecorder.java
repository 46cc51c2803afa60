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
            Statistics ofDenoised = statistics(denoised, k);
            double std = Math.max(ofDenoised.std(), 1e-12);
            pictures.get(k)
                    .add(new StepRecord(
                            index,
                            sigma,
                            next,
                            evaluations - evaluationsBefore,
                            statistics(x, k),
                            ofDenoised,
                            diagonalHaarEnergy(denoised, k) / (std * std),
                            before == null ? 1 : rootMeanSquareDifference(before, denoised, k) / std,
                            slopeNow == null || slopeBefore == null ? 0 : curvature(slopeBefore, slopeNow, k),
                            rootMeanSquareDifference(x, denoised, k) / std,
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

    private static Statistics statistics(Latent latent, int k) {
        int size = latent.shape().elementsPerImage();
        double sum = 0;
        double squares = 0;
        double max = 0;
        int finite = 0;
        for (int i = k * size; i < (k + 1) * size; i++) {
            double value = latent.at(i);
            if (Double.isFinite(value)) {
                finite++;
                sum += value;
                squares += value * value;
                max = Math.max(max, Math.abs(value));
            }
        }
        int count = Math.max(finite, 1);
        double mean = sum / count;
        return new Statistics(mean, Math.sqrt(Math.max(0, squares / count - mean * mean)), max, size - finite);
    }

    private static double rootMeanSquareDifference(Latent a, Latent b, int k) {
        int size = a.shape().elementsPerImage();
        double squares = 0;
        for (int i = k * size; i < (k + 1) * size; i++) {
            double difference = (double) a.at(i) - b.at(i);
            squares += difference * difference;
        }
        return Math.sqrt(squares / size);
    }

    private static double curvature(Latent before, Latent now, int k) {
        int size = now.shape().elementsPerImage();
        double squares = 0;
        for (int i = k * size; i < (k + 1) * size; i++) {
            squares += (double) now.at(i) * now.at(i);
        }
        return squares > 0 ? rootMeanSquareDifference(before, now, k) / Math.sqrt(squares / size) : 0;
    }

    /** The cosine between what guidance added to the conditional estimate and that estimate. */
    private static OptionalDouble guidanceParallel(@Nullable Denoised evaluation, int k) {
        if (evaluation == null || evaluation.uncond().isEmpty()) {
            return OptionalDouble.empty();
        }
        Latent cond = evaluation.cond();
        Latent guided = evaluation.denoised();
        int size = cond.shape().elementsPerImage();
        double dot = 0;
        double ofCond = 0;
        double ofAdded = 0;
        for (int i = k * size; i < (k + 1) * size; i++) {
            double added = (double) guided.at(i) - cond.at(i);
            dot += added * cond.at(i);
            ofCond += (double) cond.at(i) * cond.at(i);
            ofAdded += added * added;
        }
        double norms = Math.sqrt(ofCond * ofAdded);
        return norms > 0 ? OptionalDouble.of(dot / norms) : OptionalDouble.empty();
    }

    /** Mean square of the orthonormal Haar HH band over all channels; 0 for latents without 2x2 blocks. */
    private static double diagonalHaarEnergy(Latent latent, int k) {
        double squares = 0;
        long blocks = 0;
        for (int c = 0; c < latent.shape().c(); c++) {
            for (int y = 0; y + 1 < latent.shape().h(); y += 2) {
                for (int x = 0; x + 1 < latent.shape().w(); x += 2) {
                    double hh = 0.5
                            * ((double) latent.at(k, c, y, x)
                                    - latent.at(k, c, y, x + 1)
                                    - latent.at(k, c, y + 1, x)
                                    + latent.at(k, c, y + 1, x + 1));
                    squares += hh * hh;
                    blocks++;
                }
            }
        }
        return blocks == 0 ? 0 : squares / blocks;
    }
}
