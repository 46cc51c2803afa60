package dev.darkroom.host.cli;

import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.Darkroom;
import java.util.Arrays;
import java.util.Locale;

/** Many pictures in one process: how long each takes, what of it is the host's, and whether memory grows. */
final class PictureBenchmark {

    private static final int WARM_UP = 10;

    private final Console console;
    private final Darkroom darkroom;
    private final GenerationRequest request;
    private final int pictures;

    /**
     * Prepares a measurement.
     *
     * @param request what is made, at this seed and those after it
     * @param pictures how many
     */
    PictureBenchmark(Console console, Darkroom darkroom, GenerationRequest request, int pictures) {
        this.console = console;
        this.darkroom = darkroom;
        this.request = request;
        this.pictures = pictures;
    }

    /** Makes the pictures and tells; the first ten, or the first half of fewer, do not count for the host's share. */
    void run(InspectionSettings inspection, String how, Cancellation cancellation) {
        int warmUp = Math.min(WARM_UP, pictures / 2);
        Watch watch = new Watch(warmUp);
        darkroom.generation()
                .generateEach(
                        request.toBuilder()
                                .count(pictures)
                                .inspection(inspection)
                                .build(),
                        watch,
                        cancellation);
        long late = ProcessMemory.now();
        double[] seconds = watch.seconds;
        Arrays.sort(seconds);
        console.line(String.format(
                Locale.ROOT,
                "each further picture, %d steps, %s: median %.3f s; host overhead beyond the engine %.2f %%",
                request.steps(),
                how,
                seconds[pictures / 2],
                100 * (watch.wall - watch.engine) / watch.wall));
        long early = watch.early;
        if (early > 0 && pictures > WARM_UP) {
            console.line(String.format(
                    Locale.ROOT,
                    "resident memory after picture %d: %.0f MiB, after picture %d: %.0f MiB (%+.1f %%)",
                    WARM_UP,
                    early / 1048576.0,
                    pictures,
                    late / 1048576.0,
                    100.0 * (late - early) / early));
        }
    }

    /** Hears of the pictures; what one takes is the time since the one before it. */
    private final class Watch implements GenerationObserver {

        private final int warmUp;
        private final double[] seconds = new double[pictures];
        private int heard;
        private double wall;
        private double engine;
        private long early;
        private long since = System.nanoTime();
        private double engineBefore = darkroom.engineSeconds();

        Watch(int warmUp) {
            this.warmUp = warmUp;
        }

        @Override
        public void picture(GenerationResult result) {
            long now = System.nanoTime();
            double inside = darkroom.engineSeconds();
            seconds[heard] = (now - since) / 1e9;
            if (heard >= warmUp) {
                wall += seconds[heard];
                engine += inside - engineBefore;
            }
            heard++;
            if (heard == WARM_UP) {
                early = ProcessMemory.now();
                now = System.nanoTime();
            }
            since = now;
            engineBefore = inside;
        }
    }
}
