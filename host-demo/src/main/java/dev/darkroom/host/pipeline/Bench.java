package dev.darkroom.host.pipeline;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.alignment.PromptAlignment;
import dev.darkroom.api.alignment.PromptScorer;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.ModelBench.Setup;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.DiffusionModel;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.host.digest.Digests;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.Registered;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parts of a generation for whoever asks them one at a time. Keeps the prompt scorer it used last. */
final class Bench implements AutoCloseable {

    private final PluginHost plugins;
    private final LoadedModels loaded;
    private final PictureInspector inspector;
    private final InferenceRuntime runtime;
    private final ForeignCall calls;
    private final Digests digests;
    private final Function<GenerationRequest, Preparation> preparing;
    private @Nullable Prepared last;
    private @Nullable Path scorerOf;
    private @Nullable PromptAlignment scorer;

    Bench(
            PluginHost plugins,
            LoadedModels loaded,
            PictureInspector inspector,
            InferenceRuntime runtime,
            ForeignCall calls,
            Digests digests,
            Function<GenerationRequest, Preparation> preparing) {
        this.plugins = plugins;
        this.loaded = loaded;
        this.inspector = inspector;
        this.runtime = runtime;
        this.calls = calls;
        this.digests = digests;
        this.preparing = preparing;
    }

    /** A preparation, and the request it is of but for its prompts. */
    private record Prepared(GenerationRequest request, Preparation preparation) {}

    /**
     * Prepares, unless the last call was for the same but for its prompts: reading a model folder's configuration takes longer
     * than an evaluation of a small network.
     */
    private Preparation prepare(GenerationRequest request) {
        GenerationRequest bare =
                request.toBuilder().prompt("").negativePrompt("").seed(0).build();
        Prepared known = last;
        if (known != null
                && known.request().equals(bare)
                && loaded.holds(known.preparation().model())) {
            return known.preparation();
        }
        Preparation prepared = preparing.apply(request);
        last = new Prepared(bare, prepared);
        return prepared;
    }

    Setup setup(GenerationRequest request) {
        Preparation prepared = preparing.apply(request);
        Plan plan = prepared.plan();
        Map<String, String> files =
                digests.of(plan.model().folder(), prepared.model().files());
        return new Setup(
                plan.request(),
                plan.model(),
                plan.width(),
                plan.height(),
                prepared.process(),
                prepared.sigmas(),
                prepared.workload(),
                files);
    }

    List<ExtensionInfo> samplers() {
        return plugins.registry(Sampler.class).all().stream()
                .map(Registered::info)
                .toList();
    }

    Picture decode(GenerationRequest request, Latent latent, Cancellation cancellation) {
        Preparation prepared = prepare(request);
        requireShape(latent.shape(), prepared);
        return new TiledDecoder(prepared.model().codec(), request.decoding()).decode(latent, cancellation);
    }

    Latent encode(GenerationRequest request, Picture picture, Cancellation cancellation) {
        Preparation prepared = prepare(request);
        Plan plan = prepared.plan();
        if (picture.width() != plan.width() || picture.height() != plan.height()) {
            throw new InvalidRequestException("encode: expected a picture of " + plan.width() + "x" + plan.height()
                    + " as the request draws, found " + picture.width() + "x" + picture.height());
        }
        return prepared.model().codec().encode(picture, cancellation);
    }

    Denoised denoise(GenerationRequest request, Latent x, double sigma, Cancellation cancellation) {
        Preparation prepared = prepare(request);
        requireShape(x.shape().withBatch(1), prepared);
        DiffusionModel model = prepared.model();
        Guidance guidance = prepared.plan().guidance().extension();
        Guidance.Settings settings = new Guidance.Settings(
                request.cfgScale(),
                prepared.process(),
                prepared.sigmas(),
                prepared.plan().guidance().options());
        return new GuidedDenoiser(
                        model.noisePredictor(),
                        prepared.process(),
                        prepared.sigmas(),
                        loaded.embed(model, request.prompt(), cancellation),
                        loaded.embed(model, request.negativePrompt(), cancellation),
                        calls.call(
                                "guidance " + prepared.plan().guidance().id(),
                                guidance,
                                () -> guidance.start(settings)),
                        false,
                        new RunMonitor(),
                        cancellation)
                .denoise(x, sigma);
    }

    Inspected inspect(GenerationRequest request, Picture picture) {
        inspector.check(request.inspection());
        return inspector.inspect(Inspection.of(picture), request.inspection(), Inspected.NOTHING);
    }

    OptionalDouble alignment(ModelCard model, GenerationRequest request, Picture picture) {
        if (picture.countNonFinite() > 0) {
            return OptionalDouble.empty();
        }
        PromptAlignment open = scorer(model);
        return open == null ? OptionalDouble.empty() : OptionalDouble.of(open.score(request.prompt(), picture));
    }

    private @Nullable PromptAlignment scorer(ModelCard model) {
        if (model.folder().equals(scorerOf)) {
            return scorer;
        }
        close();
        for (Registered<PromptScorer> each :
                plugins.registry(PromptScorer.class).all()) {
            PromptScorer extension = each.extension();
            String name = "prompt scorer " + each.id();
            if (calls.call(name, extension, () -> extension.supports(model))) {
                scorer = calls.call(name, extension, () -> extension.open(model, runtime));
                break;
            }
        }
        scorerOf = model.folder();
        return scorer;
    }

    private static void requireShape(Shape found, Preparation prepared) {
        Plan plan = prepared.plan();
        int factor = prepared.model().codec().factor();
        Shape expected =
                new Shape(1, prepared.model().codec().channels(), plan.height() / factor, plan.width() / factor);
        if (!found.equals(expected)) {
            throw new InvalidRequestException("latent: expected " + expected + " for a picture of " + plan.width() + "x"
                    + plan.height() + ", found " + found);
        }
    }

    @Override
    public void close() {
        PromptAlignment open = scorer;
        scorer = null;
        scorerOf = null;
        if (open != null) {
            open.close();
        }
    }
}
