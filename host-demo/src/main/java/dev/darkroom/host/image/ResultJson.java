package dev.darkroom.host.image;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.darkroom.api.generation.Decoding;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.generation.ProcessOverrides;
import dev.darkroom.api.generation.Provenance;
import dev.darkroom.api.generation.StepRecord;
import dev.darkroom.host.json.InspectionJson;
import dev.darkroom.host.json.JsonLine;
import dev.darkroom.host.text.Words;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * A result as one line of JSON: what the {@code darkroom} text of a PNG holds and what {@code --json} prints.
 *
 * <p>It holds no times and its names come in a fixed order, so that equal requests give equal files. Numbers that are not
 * finite become {@code null}.
 */
public final class ResultJson {

    /** The keyword of the text. */
    public static final String KEYWORD = "darkroom";

    /** Rises when a reader of the older form would misread the newer. */
    public static final int FORMAT = 1;

    // Beyond, the curves of a trace would outweigh the picture.
    private static final int MAX_CURVE = 256;

    private final JsonGenerator json;
    private final InspectionJson measured;

    private ResultJson(JsonGenerator json) {
        this.json = json;
        this.measured = new InspectionJson(json);
    }

    /**
     * Returns a result as JSON.
     *
     * @param result the result
     * @param head values put first, by name: texts, whole numbers, doubles
     * @return one line
     */
    public static String of(GenerationResult result, Map<String, Object> head) {
        return JsonLine.of(json -> {
            for (Map.Entry<String, Object> entry : head.entrySet()) {
                json.writeObjectField(entry.getKey(), entry.getValue());
            }
            new ResultJson(json).result(result);
        });
    }

    /** Returns a request as one line of JSON, names in a fixed order: equal requests give equal lines. */
    public static String request(GenerationRequest request) {
        return JsonLine.of(json -> new ResultJson(json).request("request", request));
    }

    private void result(GenerationResult result) throws IOException {
        Provenance provenance = result.provenance();
        json.writeNumberField("format", FORMAT);
        json.writeStringField("software", provenance.software());
        json.writeStringField("engine", provenance.engine());
        json.writeStringField("device", provenance.device());
        json.writeNumberField("index", result.index());
        json.writeNumberField("seed", result.seed());
        json.writeNumberField("width", provenance.width());
        json.writeNumberField("height", provenance.height());
        json.writeStringField("model", provenance.model());
        JsonLine.texts(json, "files", provenance.files());
        plugins(provenance.plugins());
        json.writeStringField("sampler", provenance.sampler());
        json.writeStringField("schedule", provenance.schedule());
        json.writeStringField("guidance", provenance.guidance());
        json.writeStringField("noise", provenance.noise());
        JsonLine.texts(json, "notes", provenance.notes());
        request("request", result.request());
        measured.scores(result.inspected());
        measured.findings(result.inspected(), true);
        trace(result.trace());
    }

    private void plugins(Map<String, String> plugins) throws IOException {
        json.writeObjectFieldStart("plugins");
        for (Map.Entry<String, String> plugin : plugins.entrySet()) {
            String[] parts = plugin.getValue().split(" ", 2);
            json.writeObjectFieldStart(plugin.getKey());
            json.writeStringField("version", parts[0]);
            if (parts.length == 2) {
                json.writeStringField("sha256", parts[1]);
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void request(String field, GenerationRequest request) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("prompt", request.prompt());
        json.writeStringField("negativePrompt", request.negativePrompt());
        if (request.model().isPresent()) {
            json.writeStringField("model", request.model().get());
        }
        json.writeStringField("weights", Words.lower(request.weights()));
        json.writeStringField("precision", Words.lower(request.precision()));
        if (request.width().isPresent()) {
            json.writeNumberField("width", request.width().get());
        }
        if (request.height().isPresent()) {
            json.writeNumberField("height", request.height().get());
        }
        choice("sampler", request.sampler());
        choice("schedule", request.schedule());
        choice("guidance", request.guidance());
        choice("noise", request.noise());
        process(request.process());
        if (request.sgmNoiseMultiplier()) {
            json.writeBooleanField("sgmNoiseMultiplier", true);
        }
        if (!request.decoding().equals(Decoding.WHOLE)) {
            json.writeObjectFieldStart("decoding");
            json.writeNumberField("tile", request.decoding().tile());
            json.writeNumberField("overlap", request.decoding().overlap());
            json.writeEndObject();
        }
        json.writeNumberField("steps", request.steps());
        json.writeNumberField("cfgScale", request.cfgScale());
        json.writeNumberField("seed", request.seed());
        json.writeNumberField("count", request.count());
        json.writeNumberField("batchSize", request.batchSize());
        inspection(request.inspection());
        json.writeEndObject();
    }

    private void process(ProcessOverrides process) throws IOException {
        if (process.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("process");
        if (process.prediction().isPresent()) {
            json.writeStringField("prediction", Words.lower(process.prediction().get()));
        }
        if (process.betas().isPresent()) {
            ProcessOverrides.Betas betas = process.betas().get();
            json.writeStringField("betaSchedule", betas.schedule().id());
            json.writeNumberField("betaStart", betas.start());
            json.writeNumberField("betaEnd", betas.end());
        }
        json.writeBooleanField("zeroSnr", process.zeroSnr());
        json.writeEndObject();
    }

    private void choice(String field, Choice choice) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("name", choice.name());
        if (!choice.options().isEmpty()) {
            JsonLine.texts(json, "options", new TreeMap<>(choice.options()));
        }
        json.writeEndObject();
    }

    private void inspection(InspectionSettings inspection) throws IOException {
        json.writeObjectFieldStart("inspection");
        json.writeBooleanField("enabled", inspection.enabled());
        JsonLine.texts(json, "only", new TreeSet<>(inspection.only()));
        JsonLine.texts(json, "except", new TreeSet<>(inspection.except()));
        json.writeObjectFieldStart("options");
        for (Map.Entry<String, Map<String, String>> inspector : new TreeMap<>(inspection.options()).entrySet()) {
            JsonLine.texts(json, inspector.getKey(), new TreeMap<>(inspector.getValue()));
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void trace(GenerationTrace trace) throws IOException {
        json.writeObjectFieldStart("trace");
        json.writeNumberField("steps", trace.steps().size());
        json.writeNumberField("evaluations", trace.evaluations());
        json.writeNumberField("promptTokens", trace.promptTokens());
        json.writeNumberField("maxTokens", trace.maxTokens());
        if (trace.failure().isPresent()) {
            json.writeStringField("failure", trace.failure().get());
        }
        json.writeArrayFieldStart("nonFinite");
        for (GenerationTrace.NonFinite event : trace.nonFinite()) {
            json.writeStartObject();
            json.writeStringField("component", event.component());
            json.writeNumberField("step", event.step());
            measured.number("sigma", event.sigma());
            json.writeNumberField("count", event.count());
            json.writeNumberField("of", event.of());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (trace.steps().size() <= MAX_CURVE) {
            curve("sigma", trace.steps(), StepRecord::sigma);
            curve("stateStd", trace.steps(), step -> step.x().std());
            curve("denoisedStd", trace.steps(), step -> step.denoised().std());
            curve("highFrequency", trace.steps(), StepRecord::highFrequency);
            curve("change", trace.steps(), StepRecord::change);
            curve("curvature", trace.steps(), StepRecord::curvature);
            curve("residual", trace.steps(), StepRecord::residual);
            if (trace.steps().stream().anyMatch(step -> step.guidanceParallel().isPresent())) {
                curve(
                        "guidanceParallel",
                        trace.steps(),
                        step -> step.guidanceParallel().orElse(Double.NaN));
            }
            if (trace.steps().stream().anyMatch(step -> step.embeddedError().isPresent())) {
                curve(
                        "embeddedError",
                        trace.steps(),
                        step -> step.embeddedError().orElse(Double.NaN));
            }
        }
        json.writeEndObject();
    }

    private void curve(String field, List<StepRecord> steps, ToDoubleFunction<StepRecord> value) throws IOException {
        json.writeArrayFieldStart(field);
        for (StepRecord step : steps) {
            measured.value(value.applyAsDouble(step));
        }
        json.writeEndArray();
    }
}
