package dev.darkroom.host.cli;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.StepEvent;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.image.PictureWriter;
import dev.darkroom.host.plugin.PluginHost;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reports pictures as they are finished, so that an interrupted run keeps them. One that cannot be written
 * ends the run: the exceptions of observers go nowhere, so it is kept and thrown by {@link #close}.
 */
final class Delivery implements GenerationObserver, AutoCloseable {

    private final PluginHost plugins;
    private final PictureWriter writer;
    private final Report report;
    private final Progress progress;
    private final Cancellation cancellation;
    private long since = System.nanoTime();
    private volatile @Nullable Severity worst;
    private volatile boolean incomplete;
    private volatile @Nullable DarkroomException failure;

    Delivery(PluginHost plugins, PictureWriter writer, Report report, Progress progress, Cancellation cancellation) {
        this.plugins = plugins;
        this.writer = writer;
        this.report = report;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    @Override
    public void step(StepEvent event) {
        progress.step();
    }

    @Override
    public void picture(GenerationResult result) {
        if (failure != null) {
            return;
        }
        try {
            Path path = writer.write(result, ResultNames.of(result, plugins));
            long now = System.nanoTime();
            double seconds = (now - since) / 1e9;
            since = now;
            progress.pause();
            report.picture(result, path, seconds);
        } catch (DarkroomException e) {
            failure = e;
            cancellation.cancel();
            return;
        }
        incomplete = incomplete || result.trace().failure().isPresent();
        for (Finding finding : result.findings()) {
            Severity known = worst;
            if (known == null || finding.severity().compareTo(known) > 0) {
                worst = finding.severity();
            }
        }
    }

    /** Returns the severity of the worst finding. */
    Optional<Severity> worst() {
        return Optional.ofNullable(worst);
    }

    /** Returns whether sampling of a picture ended before its last step. */
    boolean incomplete() {
        return incomplete;
    }

    /** Ends the progress display; throws what kept a picture from being written. */
    @Override
    public void close() {
        progress.close();
        DarkroomException kept = failure;
        if (kept != null) {
            throw kept;
        }
    }
}
