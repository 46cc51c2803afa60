package dev.darkroom.host.pipeline;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.generation.GenerationTrace.NonFinite;
import dev.darkroom.api.generation.Provenance;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.api.model.PromptEmbedding;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.sampling.NonFiniteException;
import dev.darkroom.api.sampling.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** Makes results of decoded pictures: inspects them and says where they come from. */
final class Finishing {

    private final Plan plan;
    private final Workload workload;
    private final PromptEmbedding prompt;
    private final GenerationRun.Tools tools;
    private final CompletableFuture<Map<String, String>> fileDigests;

    /** A picture before it is inspected, and its estimates after each step where they are kept. */
    record Decoded(Picture picture, List<Picture> steps) {}

    /**
     * Begins to hash the model's files.
     *
     * @param prepared the run
     * @param prompt its prompt as the model read it
     */
    Finishing(Preparation prepared, PromptEmbedding prompt, GenerationRun.Tools tools) {
        this.plan = prepared.plan();
        this.workload = prepared.workload();
        this.prompt = prompt;
        this.tools = tools;
        // Reading and hashing the files takes as long as a few steps: it is done beside them.
        this.fileDigests = CompletableFuture.supplyAsync(
                () -> tools.digests().of(plan.model().folder(), prepared.model().files()));
    }

    /** Inspects a picture of a batch. */
    GenerationResult finish(GenerationRun.Batch batch, BatchRun.Outcome outcome, int inBatch, Decoded decoded) {
        GenerationRequest request = plan.request();
        int index = batch.first() + inBatch;
        Latent latent = outcome.latent().image(inBatch);
        Picture picture = decoded.picture();
        Optional<String> failure = Optional.ofNullable(outcome.failure()).map(Throwable::getMessage);
        GenerationTrace trace = new GenerationTrace(
                batch.trace().of(inBatch),
                batch.monitor().evaluations(),
                nonFinite(outcome, picture),
                prompt.tokens(),
                prompt.maxTokens(),
                failure);
        List<Inspected> already = new ArrayList<>(List.of(batch.watch().inspected(inBatch)));
        failure.ifPresent(message -> already.add(Inspected.of(incomplete(message, trace))));
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

    private static List<NonFinite> nonFinite(BatchRun.Outcome outcome, Picture picture) {
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
        return nonFinite;
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
}
