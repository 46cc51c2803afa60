package dev.darkroom.host.cli;

import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.Darkroom;
import java.io.IOException;
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
     * @param request what is made again and again, at the seeds from 0
     * @param pictures how many
     */
    PictureBenchmark(Console console, Darkroom darkroom, GenerationRequest request, int pictures) {
        this.console = console;
        this.darkroom = darkroom;
        this.request = request;
        this.pictures = pictures;
    }

    /** Makes the pictures and tells; the first ten, or the first half of fewer, do not count for the host's share. */
    void run(InspectionSettings inspection, String how, Cancellation cancellation) throws IOException {
        int warmUp = Math.min(WARM_UP, pictures / 2);
        double[] seconds = new double[pictures];
        double engine = 0;
        double wall = 0;
        long early = 0;
        for (int i = 0; i < pictures; i++) {
            double engineBefore = darkroom.engineSeconds();
            long began = System.nanoTime();
            darkroom.generation()
                    .generate(
                            request.toBuilder().seed(i).inspection(inspection).build(),
                            GenerationObserver.NONE,
                            cancellation);
            seconds[i] = (System.nanoTime() - began) / 1e9;
            if (i >= warmUp) {
                wall += seconds[i];
                engine += darkroom.engineSeconds() - engineBefore;
            }
            if (i == WARM_UP - 1) {
                early = ProcessMemory.now();
            }
        }
        long late = ProcessMemory.now();
        Arrays.sort(seconds);
        console.line(String.format(
                Locale.ROOT,
                "each further picture, %d steps, %s: median %.3f s; host overhead beyond the engine %.2f %%",
                request.steps(),
                how,
                seconds[pictures / 2],
                100 * (wall - engine) / wall));
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
}
