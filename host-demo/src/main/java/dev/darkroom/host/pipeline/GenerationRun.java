package dev.darkroom.host.pipeline;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.StepEvent;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.DiffusionModel;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.PromptEmbedding;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceException;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import dev.darkroom.host.digest.Digests;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.plugin.PluginHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private final SigmaSchedule sigmas;
    private final @Nullable Latent start;
    private final Workload workload;
    private final Guidance.Settings guidance;
    private final PromptEmbedding cond;
    private final PromptEmbedding uncond;
    private final Finishing finishing;

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
        guidance = new Guidance.Settings(
                request.cfgScale(), process, prepared.sigmas(), plan.guidance().options());
        cond = tools.loaded().embed(model, request.prompt(), cancellation);
        uncond = tools.loaded().embed(model, request.negativePrompt(), cancellation);
        finishing = new Finishing(prepared, cond, tools);
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
    record Batch(
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
                deliver(finishing.finish(batch, outcome, k, decode(batch, outcome, k)), delivered);
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
        Finishing.Decoded decoded = decode(batch, outcome, k);
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
            deliver(finishing.finish(batch, outcome, k, decoded), delivered);
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

    private Finishing.Decoded decode(Batch batch, BatchRun.Outcome outcome, int inBatch) {
        List<Picture> steps = batch.kept().stream()
                .map(step -> decoder.decode(step.get(inBatch), cancellation))
                .toList();
        return new Finishing.Decoded(decoder.decode(outcome.latent().image(inBatch), cancellation), steps);
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

    private static List<Latent> images(Latent batch) {
        List<Latent> images = new ArrayList<>();
        for (int k = 0; k < batch.shape().n(); k++) {
            images.add(batch.image(k));
        }
        return images;
    }
}
