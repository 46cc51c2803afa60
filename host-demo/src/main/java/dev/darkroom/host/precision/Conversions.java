package dev.darkroom.host.precision;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Options;
import dev.darkroom.api.Plural;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.precision.Component;
import dev.darkroom.api.precision.Conversion;
import dev.darkroom.api.precision.PrecisionConverter;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.InferenceRuntime;
import dev.darkroom.host.pipeline.ModelStore;
import dev.darkroom.host.pipeline.Pipeline;
import dev.darkroom.host.plugin.Registered;
import dev.darkroom.host.plugin.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Makes variants of models. */
public final class Conversions {

    private final Registry<PrecisionConverter> converters;
    private final ModelStore models;
    private final InferenceRuntime runtime;
    private final Function<InferenceRuntime, Pipeline> pipelines;

    /**
     * Describes an installation.
     *
     * @param converters the installed converters
     * @param models the models on disk
     * @param runtime the inference engine; it should not keep the graphs it opens
     * @param pipelines makes a pipeline over a runtime; this closes it
     */
    public Conversions(
            Registry<PrecisionConverter> converters,
            ModelStore models,
            InferenceRuntime runtime,
            Function<InferenceRuntime, Pipeline> pipelines) {
        this.converters = converters;
        this.models = models;
        this.runtime = runtime;
        this.pipelines = pipelines;
    }

    /**
     * Makes a variant, measures it and, if it passes, puts it in place.
     *
     * @param settings what to make
     * @param progress told what is being done, a line at a time
     * @param cancellation ends it early; nothing is left behind
     * @return what it costs and brings, and whether it is in place: if it passed, or was forced
     * @throws InvalidRequestException if the converter or an option is unknown, or the model has no FP32 graphs
     */
    public PrecisionReport convert(ConversionSettings settings, Consumer<String> progress, Cancellation cancellation) {
        Registry.Found<PrecisionConverter> found = converters.find(settings.converter());
        Registered<PrecisionConverter> converter = found.registered();
        Map<String, String> given = new HashMap<>(found.presets());
        given.putAll(settings.options());
        Options options = Options.of(converter.info().options(), given);
        ModelCard card = models.find(settings.request().model());
        if (!card.precisions().contains(Precision.FP32)) {
            throw new InvalidRequestException(
                    "model " + card.id() + ": expected FP32 graphs to convert, found only " + card.precisions());
        }
        Path destination = settings.folder().orElse(card.folder());
        try (Workspace workspace = Workspace.open(destination, FolderSize.needed(card.folder()))) {
            return new Run(settings, converter, options, card, workspace, progress, cancellation).convert();
        }
    }

    /**
     * Measures a variant that a model folder holds as {@link #convert} measures one it makes.
     *
     * @param settings the model and what is drawn; the converter is not asked
     * @param reference what it is measured against
     * @param precision the variant's precision
     */
    public PrecisionReport measure(
            ConversionSettings settings,
            Precision reference,
            Precision precision,
            Consumer<String> progress,
            Cancellation cancellation) {
        ModelCard card = models.find(settings.request().model());
        progress.accept("measuring " + precision);
        Trajectories before = record(settings, reference, cancellation);
        Trajectories after = record(settings, precision, cancellation);
        Component network = before.network();
        NetworkMeasurement measured = NetworkMeasurement.of(
                runtime,
                network.graph(),
                after.network().graph(),
                before.dimensions(network),
                before.calls(network, settings.calls()),
                cancellation);
        PrecisionReport.Distance distance;
        try (Pipeline pipeline = pipelines.apply(runtime)) {
            GenerationRequest base =
                    settings.request().toBuilder().precision(reference).build();
            distance = new PicturePairs(pipeline, base, settings.prompts(), settings.pictures(), cancellation)
                    .distance(pipeline, precision, cancellation);
        }
        return new PrecisionReport(
                card.id(),
                precision.name(),
                reference.name(),
                "what the folder holds",
                runtime.device(),
                Map.of(),
                Map.of(
                        network.name(),
                        new PrecisionReport.Sizes(
                                FolderSize.of(network.graph()),
                                FolderSize.of(after.network().graph()))),
                measured.before(),
                measured.after(),
                measured.stepErrors(),
                distance,
                settings.leastPsnr().orElse(precision == Precision.INT8 ? 22 : 35),
                Map.of(),
                List.of());
    }

    private Trajectories record(ConversionSettings settings, Precision precision, Cancellation cancellation) {
        RecordingRuntime recorder = new RecordingRuntime(runtime);
        try (Pipeline pipeline = pipelines.apply(recorder)) {
            return Trajectories.record(
                    recorder,
                    pipeline,
                    settings.request().toBuilder().precision(precision).build(),
                    settings.prompts(),
                    cancellation);
        }
    }

    /** One conversion on its way. */
    private final class Run {

        private final ConversionSettings settings;
        private final Registered<PrecisionConverter> converter;
        private final Options options;
        private final ModelCard card;
        private final Workspace workspace;
        private final Consumer<String> progress;
        private final Cancellation cancellation;

        Run(
                ConversionSettings settings,
                Registered<PrecisionConverter> converter,
                Options options,
                ModelCard card,
                Workspace workspace,
                Consumer<String> progress,
                Cancellation cancellation) {
            this.settings = settings;
            this.converter = converter;
            this.options = options;
            this.card = card;
            this.workspace = workspace;
            this.progress = progress;
            this.cancellation = cancellation;
        }

        PrecisionReport convert() {
            progress.accept("recording " + settings.prompts().size() + " trajectories");
            Trajectories trajectories = record(settings, Precision.FP32, cancellation);
            progress.accept("making " + Plural.of(settings.pictures(), "picture") + " in FP32");
            PicturePairs pairs;
            try (Pipeline pipeline = pipelines.apply(runtime)) {
                pairs = new PicturePairs(
                        pipeline, settings.request(), settings.prompts(), settings.pictures(), cancellation);
            }
            settings.saveCalls()
                    .ifPresent(target ->
                            NpyFiles.write(target, trajectories.calls(trajectories.network(), settings.calls())));
            PrecisionConverter extension = converter.extension();
            double leastPsnr = settings.leastPsnr().orElse(extension.leastPsnr());
            Task task = new Task(
                    card,
                    trajectories,
                    settings.calls(),
                    runtime,
                    workspace,
                    extension.precision(),
                    substitutes -> psnr(pairs, substitutes),
                    leastPsnr,
                    options,
                    progress,
                    cancellation);
            Conversion conversion = extension.convert(task);
            PrecisionReport report = report(task, conversion, pairs, leastPsnr);
            if (report.passed() || settings.force()) {
                install(task, conversion, report);
            }
            return report;
        }

        private double psnr(PicturePairs pairs, Map<Path, Path> substitutes) {
            try (Pipeline pipeline = pipelines.apply(new SubstituteRuntime(runtime, substitutes))) {
                return pairs.psnr(pipeline, cancellation);
            }
        }

        private PrecisionReport report(Task task, Conversion conversion, PicturePairs pairs, double leastPsnr) {
            progress.accept("measuring");
            Map<Path, Path> substitutes = new HashMap<>();
            Map<String, PrecisionReport.Sizes> sizes = new LinkedHashMap<>();
            for (Component component : conversion.written()) {
                Path target = task.target(component);
                substitutes.put(component.graph(), target);
                sizes.put(
                        component.name(),
                        new PrecisionReport.Sizes(FolderSize.of(component.graph()), FolderSize.of(target)));
            }
            Component network = task.trajectories().network();
            Path changed = substitutes.getOrDefault(network.graph(), network.graph());
            NetworkMeasurement measured = NetworkMeasurement.of(
                    runtime, network.graph(), changed, task.dimensions(network), task.recorded(network), cancellation);
            PrecisionReport.Distance distance;
            try (Pipeline pipeline = pipelines.apply(new SubstituteRuntime(runtime, substitutes))) {
                distance = pairs.distance(pipeline, Precision.FP32, cancellation);
            }
            return new PrecisionReport(
                    card.id(),
                    task.precision().name(),
                    Precision.FP32.name(),
                    converter.id() + " of " + converter.pluginId() + " " + converter.pluginVersion(),
                    runtime.device(),
                    made(),
                    sizes,
                    measured.before(),
                    measured.after(),
                    measured.stepErrors(),
                    distance,
                    leastPsnr,
                    conversion.kept(),
                    conversion.remarks());
        }

        private Map<String, String> made() {
            Map<String, String> made = new LinkedHashMap<>();
            made.put("sampler", settings.request().sampler().name());
            made.put("schedule", settings.request().schedule().name());
            made.put("steps", Integer.toString(settings.request().steps()));
            made.put("cfg_scale", Double.toString(settings.request().cfgScale()));
            made.put("weights", settings.request().weights().name());
            made.put("prompts", String.join(" | ", settings.prompts()));
            made.put("pictures", Integer.toString(settings.pictures()));
            options.asMap().forEach((name, value) -> made.put("option " + name, String.valueOf(value)));
            return made;
        }

        private void install(Task task, Conversion conversion, PrecisionReport report) {
            cancellation.throwIfCancelled();
            settings.folder().ifPresent(folder -> ModelCopy.of(card.folder(), folder, replaced(conversion.written())));
            // The network last: it is what a loader looks for.
            List<Path> targets = new ArrayList<>();
            conversion.written().stream()
                    .sorted((a, b) ->
                            Boolean.compare(a.role() == Component.Role.NETWORK, b.role() == Component.Role.NETWORK))
                    .forEach(component -> targets.add(task.target(component)));
            List<Path> installed = workspace.install(targets);
            ReportFile.write(report, workspace.destination(), installed);
        }

        private Collection<Path> replaced(List<Component> written) {
            return written.stream().map(Component::graph).toList();
        }
    }
}
