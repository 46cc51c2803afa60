package dev.darkroom.host.pipeline;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.generation.GenerationTrace.NonFinite;
import dev.darkroom.api.generation.Provenance;
import dev.darkroom.api.generation.StepEvent;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.DiffusionModel;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.api.model.PromptEmbedding;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceException;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.NonFiniteException;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import dev.darkroom.host.digest.Digests;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.plugin.PluginHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One request on its way. */
final class GenerationRun {

    /**
     * What every run works with.
     *
     * @param plugins the installed extensions
     * @param runtime the inference engine
     * @param inspector looks at the pictures
     * @param calls how foreign code other than samplers and models is called
     * @param loaded the model and the prompts it has read
     * @param digests hashes model files, for provenance
     * @param software the host's name and version, for provenance
     * @param notes anything a reader of the provenance should know of this process
     * @param patience how long a sampler may do nothing visible between two evaluations of the model
     */
    record Tools(
            PluginHost plugins,
            InferenceRuntime runtime,
            PictureInspector inspector,
            ForeignCall calls,
            LoadedModels loaded,
            Digests digests,
            String software,
            Supplier<Map<String, String>> notes,
            Duration patience) {}

    /** Where a run goes on that another began: the first step to take, and the state before it. */
    record Resumption(int step, Latent state) {}

    private final Tools tools;
    private final Observers observers;
    private final Cancellation cancellation;
    private final Plan plan;
    private final DiffusionModel model;
    private final TiledDecoder decoder;
    private final DiffusionProcess process;
    private final CompletableFuture<Map<String, String>> fileDigests;
    private final SigmaSchedule sigmas;
    private final @Nullable Latent start;
    private final Workload workload;
    private final Guidance.Settings guidance;
    private final PromptEmbedding cond;
    private final PromptEmbedding uncond;

    GenerationRun(
            Preparation prepared,
            @Nullable Resumption resumption,
            Tools tools,
            Observers observers,
            Cancellation cancellation) {
        this.tools = tools;
        this.observers = observers;
        this.cancellation = cancellation;
        GenerationRequest request = prepared.plan().request();
        plan = prepared.plan();
        model = prepared.model();
        decoder = new TiledDecoder(model.codec(), request.decoding());
        process = prepared.process();
        sigmas = resumption == null ? prepared.sigmas() : rest(prepared.sigmas(), resumption);
        start = resumption == null ? null : resumption.state();
        workload = prepared.workload();
        // Reading and hashing the files takes as long as a few steps: it is done beside them.
        fileDigests = CompletableFuture.supplyAsync(
                () -> tools.digests().of(plan.model().folder(), model.files()));
        guidance = new Guidance.Settings(
                request.cfgScale(), process, prepared.sigmas(), plan.guidance().options());
        cond = tools.loaded().embed(model, request.prompt(), cancellation);
        uncond = tools.loaded().embed(model, request.negativePrompt(), cancellation);
    }

    private SigmaSchedule rest(SigmaSchedule whole, Resumption resumption) {
        if (resumption.step() < 0 || resumption.step() >= whole.steps()) {
            throw new InvalidRequestException(
                    "resume: expected a step from 0 to " + (whole.steps() - 1) + ", found " + resumption.step());
        }
        Shape expected = shape(1);
        if (!resumption.state().shape().equals(expected)) {
            throw new InvalidRequestException("resume: expected a state " + expected + ", found "
                    + resumption.state().shape());
        }
        return whole.from(resumption.step());
    }

    private Shape shape(int n) {
        int factor = model.codec().factor();
        return new Shape(n, model.codec().channels(), plan.height() / factor, plan.width() / factor);
    }

    /** A batch that is being sampled. */
    private record Batch(
            int first,
            int n,
            BatchRun run,
            TraceRecorder trace,
            RunMonitor monitor,
            PictureInspector.Watch watch,
            List<List<Latent>> kept) {

        /** The first picture after it. */
        int end() {
            return first + n;
        }
    }

    /** A picture before it is inspected, and its estimates after each step where they are kept. */
    private record Decoded(Picture picture, List<Picture> steps) {}

    /**
     * Makes the pictures.
     *
     * @param delivered is given each after the observers
     */
    void generate(Consumer<GenerationResult> delivered) {
        cancellation.throwIfCancelled();
        @Nullable Batch batch = begin(0);
        while (batch != null) {
            BatchRun.Outcome outcome = outcome(batch);
            for (int k = 0; k < batch.n() - 1; k++) {
                deliver(finish(batch, outcome, k, decode(batch, outcome, k)), delivered);
            }
            batch = last(batch, outcome, delivered);
        }
    }

    /**
     * Finishes the last picture of a batch. Once it is decoded the next batch is sampled, while this picture is inspected and
     * written.
     *
     * @return the next batch, or null if there is none
     */
    private @Nullable Batch last(Batch batch, BatchRun.Outcome outcome, Consumer<GenerationResult> delivered) {
        int k = batch.n() - 1;
        Decoded decoded = decode(batch, outcome, k);
        @Nullable Batch following = null;
        @Nullable RuntimeException failure = null;
        if (batch.end() < plan.request().count()) {
            try {
                cancellation.throwIfCancelled();
                following = begin(batch.end());
            } catch (RuntimeException e) {
                // It must not keep this picture from being delivered.
                failure = e;
            }
        }
        try {
            deliver(finish(batch, outcome, k, decoded), delivered);
        } catch (RuntimeException | Error e) {
            if (following != null) {
                following.run().abandon();
            }
            throw e;
        }
        if (failure != null) {
            throw failure;
        }
        return following;
    }

    private void deliver(GenerationResult result, Consumer<GenerationResult> delivered) {
        observers.picture(result);
        delivered.accept(result);
    }

    private Batch begin(int first) {
        GenerationRequest request = plan.request();
        // A sampler that chooses its own step size would choose one for the whole batch; no picture would then be what
        // it is alone.
        int n = Math.min(workload.exact() ? request.batchSize() : 1, request.count() - first);
        Shape shape = shape(n);
        TraceRecorder trace = new TraceRecorder(n);
        RunMonitor monitor = new RunMonitor();
        PictureInspector.Watch watch = tools.inspector().watch(request);
        List<List<Latent>> kept = new ArrayList<>();
        BatchRun run = new BatchRun(
                plan.sampler().registered(),
                plan.sampler().options(),
                process,
                sigmas,
                shape,
                firstScale(),
                start,
                noises(first, shape),
                monitor,
                trace,
                (index, sigma, next, x, denoised) -> {
                    StepEvent event = new StepEvent(
                            first, index, Math.max(workload.steps(), index + 1), sigma, next, x, denoised);
                    watch.step(event);
                    observers.step(event);
                    if (request.keepSteps()) {
                        kept.add(images(denoised));
                    }
                },
                tools.patience());
        run.start(new GuidedDenoiser(
                model.noisePredictor(),
                process,
                sigmas,
                cond,
                uncond,
                guide(),
                plan.sampler().extension().needsUnconditional(),
                monitor,
                cancellation));
        return new Batch(first, n, run, trace, monitor, watch, kept);
    }

    private Decoded decode(Batch batch, BatchRun.Outcome outcome, int inBatch) {
        List<Picture> steps = batch.kept().stream()
                .map(step -> decoder.decode(step.get(inBatch), cancellation))
                .toList();
        return new Decoded(decoder.decode(outcome.latent().image(inBatch), cancellation), steps);
    }

    /** Returns what the first draw of noise is multiplied by to make the state at the first level. */
    private double firstScale() {
        double sigma = sigmas.at(0);
        if (process.isFlow()) {
            return 1;
        }
        return plan.request().sgmNoiseMultiplier() ? Math.hypot(1, sigma) : sigma;
    }

    /** Networks that halve their input cannot take every multiple of the factor; which they can, only they know. */
    private BatchRun.Outcome outcome(Batch batch) {
        try {
            return batch.run().await();
        } catch (InferenceException e) {
            ModelCard card = plan.model();
            if (plan.width() == card.width() && plan.height() == card.height()) {
                throw e;
            }
            throw new InvalidRequestException(
                    "model " + card.id() + " cannot draw " + plan.width() + "x" + plan.height()
                            + ": try its native " + card.width() + "x" + card.height() + " or multiples of "
                            + 8 * card.factor(),
                    e);
        }
    }

    private GenerationResult finish(Batch batch, BatchRun.Outcome outcome, int inBatch, Decoded decoded) {
        int index = batch.first() + inBatch;
        Latent latent = outcome.latent().image(inBatch);
        Picture picture = decoded.picture();
        List<NonFinite> nonFinite = new ArrayList<>();
        if (outcome.failure() instanceof NonFiniteException e) {
            nonFinite.add(new NonFinite(
                    e.component(),
                    e.step(),
                    e.sigma(),
                    e.count(),
                    outcome.latent().shape().elements()));
        }
        int bad = picture.countNonFinite();
        if (bad > 0) {
            nonFinite.add(new NonFinite("decoder", -1, 0, bad, 3 * picture.width() * picture.height()));
        }
        Optional<String> failure = Optional.ofNullable(outcome.failure()).map(Throwable::getMessage);
        GenerationTrace trace = new GenerationTrace(
                batch.trace().of(inBatch),
                batch.monitor().evaluations(),
                nonFinite,
                cond.tokens(),
                cond.maxTokens(),
                failure);
        List<Inspected> already = new ArrayList<>(List.of(batch.watch().inspected(inBatch)));
        failure.ifPresent(message -> already.add(Inspected.of(incomplete(message, trace))));
        GenerationRequest request = plan.request();
        Inspection inspection = Inspection.of(picture, new Inspection.Making(request, plan.model(), trace, latent));
        return new GenerationResult(
                request,
                index,
                request.seed() + index,
                picture,
                latent,
                decoded.steps(),
                tools.inspector().inspect(inspection, request.inspection(), Inspected.all(already)),
                trace,
                provenance());
    }

    private Finding incomplete(String message, GenerationTrace trace) {
        return Finding.of(
                "host",
                Symptom.INCOMPLETE,
                1,
                Severity.SEVERE,
                message.replace('\n', ' ') + " (the picture is the estimate after step "
                        + trace.steps().size() + " of " + workload.steps() + ")",
                Map.of("steps_done", (double) trace.steps().size(), "steps", (double) workload.steps()));
    }

    private Guidance.Guide guide() {
        Guidance.@Nullable Guide guide = tools.calls()
                .call(
                        "guidance " + plan.guidance().id(),
                        plan.guidance().extension(),
                        () -> plan.guidance().extension().start(guidance));
        if (guide == null) {
            throw new DarkroomException("guidance " + plan.guidance().id() + " returned null. Try another --guidance");
        }
        return guide;
    }

    private List<PictureNoise> noises(int first, Shape shape) {
        List<PictureNoise> noises = new ArrayList<>();
        for (int k = 0; k < shape.n(); k++) {
            noises.add(
                    new PictureNoise(plan.noise().registered(), plan.request().seed() + first + k, shape.withBatch(1)));
        }
        return noises;
    }

    private Provenance provenance() {
        Map<String, String> used = new LinkedHashMap<>();
        Stream.of(
                        plan.sampler().registered(),
                        plan.schedule().registered(),
                        plan.guidance().registered(),
                        plan.noise().registered(),
                        tools.plugins()
                                .registry(ModelLoader.class)
                                .get(plan.model().loader()))
                .forEach(each -> used.put(each.pluginId(), each.pluginVersion() + " " + each.pluginSha256()));
        return new Provenance(
                tools.software(),
                tools.runtime().version(),
                tools.runtime().device(),
                plan.model().id(),
                fileDigests(),
                used,
                plan.sampler().id(),
                plan.schedule().id(),
                plan.guidance().id(),
                plan.noise().id(),
                plan.width(),
                plan.height(),
                tools.notes().get());
    }

    private Map<String, String> fileDigests() {
        try {
            return fileDigests.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DarkroomException known) {
                throw known;
            }
            throw e;
        }
    }

    private static List<Latent> images(Latent batch) {
        List<Latent> images = new ArrayList<>();
        for (int k = 0; k < batch.shape().n(); k++) {
            images.add(batch.image(k));
        }
        return images;
    }
}
