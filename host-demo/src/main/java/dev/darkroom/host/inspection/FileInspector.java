package dev.darkroom.host.inspection;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.picture.Style;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.host.image.HeatMapWriter;
import dev.darkroom.host.image.decode.PictureSource;
import dev.darkroom.host.pipeline.PictureInspector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Inspects files several at once and tells of them in the order they came. A file that cannot be read costs itself. No more
 * pictures are in memory than fit: each takes its pixels from a common stock before it is read, and the results that wait
 * for their turn are a few times the number of threads.
 */
public final class FileInspector {

    /** What a picture takes while it is looked at, its own planes and those of the inspectors, at most. */
    static final int BYTES_PER_PIXEL = 160;

    /** The stock is counted in portions of this many pixels, so that it fits an int. */
    private static final int PORTION = 1 << 10;

    private static final int WAITING_PER_THREAD = 4;
    private static final long GLANCE_MILLIS = 200;

    private final PictureInspector inspector;
    private final InspectionSettings settings;
    private final Optional<Style> style;
    private final Optional<HeatMapWriter> heatMaps;
    private final int threads;
    private final long mostPixels;
    private final int portions;
    private final Semaphore stock;

    /**
     * @param inspector runs the inspectors
     * @param settings which inspectors look
     * @param style the style of every picture; empty to have it told
     * @param heatMaps writes where findings are
     * @param threads how many pictures are looked at at once
     */
    public FileInspector(
            PictureInspector inspector,
            InspectionSettings settings,
            Optional<Style> style,
            Optional<HeatMapWriter> heatMaps,
            int threads) {
        this(inspector, settings, style, heatMaps, threads, Runtime.getRuntime().maxMemory() / BYTES_PER_PIXEL);
    }

    FileInspector(
            PictureInspector inspector,
            InspectionSettings settings,
            Optional<Style> style,
            Optional<HeatMapWriter> heatMaps,
            int threads,
            long pixelsInMemory) {
        this.inspector = inspector;
        this.settings = settings;
        this.style = style;
        this.heatMaps = heatMaps;
        this.threads = threads;
        mostPixels = Math.min(PictureSource.MOST_PIXELS, pixelsInMemory);
        portions = (int) Math.min(Integer.MAX_VALUE, Math.max(1, pixelsInMemory / PORTION));
        stock = new Semaphore(portions, true);
    }

    /**
     * Inspects files.
     *
     * @param files the files
     * @param tell told of each, in order, on this thread
     * @param cancellation ends the run; what is done by then and next in order is still told
     * @throws CancelledException if it was cancelled
     * @throws DarkroomException if a heat map cannot be written
     */
    public void inspect(List<PictureFile> files, Consumer<InspectedFile> tell, Cancellation cancellation) {
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "inspect");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Deque<Future<InspectedFile>> waiting = new ArrayDeque<>();
            Iterator<PictureFile> left = files.iterator();
            while (left.hasNext() || !waiting.isEmpty()) {
                while (left.hasNext() && waiting.size() < WAITING_PER_THREAD * threads && !cancellation.isCancelled()) {
                    PictureFile next = left.next();
                    waiting.add(pool.submit(() -> inspect(next)));
                }
                if (waiting.isEmpty()) {
                    throw new CancelledException();
                }
                await(waiting.getFirst(), cancellation).ifPresent(done -> {
                    waiting.removeFirst();
                    tell.accept(done);
                });
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static Optional<InspectedFile> await(Future<InspectedFile> next, Cancellation cancellation) {
        if (!next.isDone()) {
            cancellation.throwIfCancelled();
        }
        try {
            return Optional.of(next.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (CancelledException) new CancelledException().initCause(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DarkroomException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private InspectedFile inspect(PictureFile file) throws InterruptedException {
        try (PictureSource source = PictureSource.open(file.file(), mostPixels)) {
            long pixels = (long) source.width() * source.height();
            int taken = (int) Math.min(portions, pixels / PORTION + 1);
            stock.acquire(taken);
            try {
                return inspect(file, source);
            } finally {
                stock.release(taken);
            }
        } catch (Unwritable e) {
            throw e.problem;
        } catch (DarkroomException e) {
            return InspectedFile.broken(file.file(), String.valueOf(e.getMessage()));
        }
    }

    private InspectedFile inspect(PictureFile file, PictureSource source) {
        Picture picture = source.read();
        Inspection plain = Inspection.of(picture);
        Inspection inspection = inspector.styled(style.map(plain::withStyle).orElse(plain));
        Inspected inspected = inspector.inspect(inspection, settings, Inspected.NOTHING);
        heatMaps.ifPresent(writer -> {
            try {
                writer.write(file.name(), picture, inspected.findings());
            } catch (DarkroomException e) {
                throw new Unwritable(e);
            }
        });
        return new InspectedFile(
                file.file(),
                Optional.of(new InspectedFile.Size(picture.width(), picture.height())),
                inspection.style(),
                inspected,
                source.remark(),
                Optional.empty());
    }

    /** Tells a disk that is full from a picture that is broken. */
    private static final class Unwritable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient DarkroomException problem;

        Unwritable(DarkroomException problem) {
            super(problem);
            this.problem = problem;
        }
    }
}
