package dev.darkroom.host.pipeline;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NonFiniteException;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.host.plugin.Registered;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run of a sampler over one batch. The sampler works on a thread of its own, so that one that hangs can be given up
 * on; everything it calls back runs on that thread.
 */
final class BatchRun {

    private final Registered<Sampler> sampler;
    private final Options options;
    private final DiffusionProcess process;
    private final SigmaSchedule sigmas;
    private final Shape shape;
    private final double firstScale;
    private final @Nullable Latent start;
    private final List<PictureNoise> noises;
    private final RunMonitor monitor;
    private final TraceRecorder trace;
    private final StepSink sink;
    private final Duration patience;
    private final CompletableFuture<Latent> done = new CompletableFuture<>();

    /** Hears of every step of the batch. */
    @FunctionalInterface
    interface StepSink {
        void step(int index, double sigma, double next, Latent x, Latent denoised);
    }

    /**
     * How a run ended.
     *
     * @param latent the final state, or the last estimate of x0 if the run ended early
     * @param failure why it ended early
     */
    record Outcome(Latent latent, @Nullable DarkroomException failure) {}

    BatchRun(
            Registered<Sampler> sampler,
            Options options,
            DiffusionProcess process,
            SigmaSchedule sigmas,
            Shape shape,
            double firstScale,
            @Nullable Latent start,
            List<PictureNoise> noises,
            RunMonitor monitor,
            TraceRecorder trace,
            StepSink sink,
            Duration patience) {
        this.sampler = sampler;
        this.options = options;
        this.process = process;
        this.sigmas = sigmas;
        this.shape = shape;
        this.firstScale = firstScale;
        this.start = start;
        this.noises = noises;
        this.monitor = monitor;
        this.trace = trace;
        this.sink = sink;
        this.patience = patience;
    }

    /**
     * Begins to sample.
     *
     * @param denoiser the guided model
     */
    void start(Denoiser denoiser) {
        // Drawn for a resumed run too: the noise that it adds later is not the noise that it began with.
        Latent first = noise(PictureNoise::next).times(firstScale);
        sample(denoiser, start == null ? first : start);
    }

    /**
     * Waits for the end.
     *
     * @return the outcome; early failures after at least one step are part of it
     * @throws CancelledException if the run was cancelled
     * @throws DarkroomException if the run failed before its first step was done
     */
    Outcome await() {
        DarkroomException failure;
        try {
            Latent result = result();
            failure = problemOf(result);
            if (failure == null) {
                return new Outcome(result, null);
            }
        } catch (CancelledException e) {
            throw e;
        } catch (DarkroomException e) {
            failure = e;
        }
        Latent estimate = monitor.estimate();
        if (estimate == null) {
            throw failure;
        }
        return new Outcome(estimate, failure);
    }

    /** Ends the run, whose outcome nobody wants any more, at its next call of the model. */
    void abandon() {
        monitor.abandon();
    }

    private void sample(Denoiser denoiser, Latent x) {
        Thread thread = new Thread(
                () -> {
                    try {
                        done.complete(sampler.extension().sample(denoiser, x, sigmas, new Context()));
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                },
                "sampler");
        thread.setDaemon(true);
        thread.setContextClassLoader(sampler.extension().getClass().getClassLoader());
        monitor.sign();
        thread.start();
    }

    private @Nullable Latent result() {
        while (true) {
            try {
                return done.get(Math.min(250, patience.toMillis()), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (monitor.silentNanos() > patience.toNanos()) {
                    monitor.abandon();
                    throw failed("gave no sign of life for " + patience.toSeconds() + " s", null);
                }
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                if (cause instanceof CancelledException cancelled) {
                    throw cancelled;
                }
                if (cause instanceof DarkroomException known) {
                    throw known;
                }
                throw failed("threw " + cause, cause);
            } catch (InterruptedException e) {
                monitor.abandon();
                Thread.currentThread().interrupt();
                throw new CancelledException();
            }
        }
    }

    private @Nullable DarkroomException problemOf(@Nullable Latent result) {
        if (result == null) {
            return failed("returned null instead of a latent " + shape, null);
        }
        if (!result.shape().equals(shape)) {
            return failed("returned a latent " + result.shape() + " instead of " + shape, null);
        }
        int bad = result.countNonFinite();
        if (bad > 0) {
            return new NonFiniteException(
                    "sampler " + sampler.id(),
                    Math.min(monitor.step(), sigmas.steps() - 1),
                    sigmas.at(sigmas.steps()),
                    bad,
                    shape.elements());
        }
        return null;
    }

    private DarkroomException failed(String what, @Nullable Throwable cause) {
        return new DarkroomException(
                "step " + (monitor.step() + 1) + " of " + sigmas.steps() + ": sampler "
                        + sampler.id() + " of plugin " + sampler.pluginId() + " " + what
                        + ". Try another --sampler, or darkroom plugins disable " + sampler.pluginId(),
                cause);
    }

    private Latent noise(Function<PictureNoise, Latent> draw) {
        return Latent.stack(noises.stream().map(draw).toList());
    }

    private final class Context implements SamplerContext {

        @Override
        public Options options() {
            return options;
        }

        @Override
        public DiffusionProcess process() {
            return process;
        }

        @Override
        public Latent noise(double sigma, double next) {
            monitor.throwIfAbandoned();
            monitor.sign();
            return BatchRun.this.noise(PictureNoise::next);
        }

        @Override
        public Latent brownian(double sigma, double next) {
            monitor.throwIfAbandoned();
            monitor.sign();
            return BatchRun.this.noise(noise -> noise.brownian(sigmas, sigma, next));
        }

        @Override
        public void step(
                int index, double sigma, double next, Latent x, Latent denoised, OptionalDouble embeddedError) {
            monitor.throwIfAbandoned();
            int bad = x.countNonFinite();
            if (bad > 0) {
                throw new NonFiniteException("sampler " + sampler.id(), index, sigma, bad, shape.elements());
            }
            monitor.stepped(index, denoised);
            trace.step(index, sigma, next, x, denoised, embeddedError, monitor.evaluations(), monitor.evaluation());
            sink.step(index, sigma, next, x, denoised);
            monitor.sign();
        }
    }
}
