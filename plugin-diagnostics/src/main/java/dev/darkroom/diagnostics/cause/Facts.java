package dev.darkroom.diagnostics.cause;

import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.generation.Decoding;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.generation.StepRecord;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.model.ModelCard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of one finding and its run, by name: the vocabulary of {@link Condition}. Values are numbers or lower-case
 * words. A fact that is not known of a run (a picture from a file, a run without steps) is absent.
 */
final class Facts {

    /** Facts about the finding itself start so: {@code measure.luma1}. */
    private static final String MEASURE = "measure.";

    /** Every name {@link #of} can give a value. */
    static final Set<String> NAMES = Set.of(
            "symptom",
            "width",
            "height",
            "steps",
            "doubleSteps",
            "cfgScale",
            "sampler",
            "schedule",
            "guidance",
            "weights",
            "precision",
            "negativePrompt",
            "tile",
            "tileOverlap",
            "halfTile",
            "model",
            "prediction",
            "space",
            "nativeWidth",
            "nativeHeight",
            "sizeRatio",
            "promptTokens",
            "maxTokens",
            "droppedTokens",
            "denoiserNonFinite",
            "decoderNonFinite",
            "firstBadStep",
            "stepsTaken",
            "lastSigma",
            "penultimateSigma",
            "lastChange",
            "estimateDeviation",
            "estimatePeak",
            "detailGrowth");

    private final Map<String, Object> values = new LinkedHashMap<>();

    private Facts() {}

    /** Returns whether a name may stand in a condition. */
    static boolean isName(String name) {
        return NAMES.contains(name) || (name.startsWith(MEASURE) && name.length() > MEASURE.length());
    }

    /** Returns what is known. */
    static Facts of(Finding finding, Inspection inspection) {
        Facts facts = new Facts();
        facts.word("symptom", finding.symptom().id());
        finding.measures().forEach((name, value) -> facts.number(MEASURE + name, value));
        facts.number("width", inspection.picture().width());
        facts.number("height", inspection.picture().height());
        inspection.making().ifPresent(making -> {
            facts.request(making.request());
            facts.decoding(making.request().decoding(), inspection);
            facts.model(making.model(), inspection);
            facts.trace(making.trace());
        });
        return facts;
    }

    /** Returns a fact: a {@link Double} or a {@link String}. */
    Optional<Object> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Returns a fact as people read it. */
    Optional<String> text(String name) {
        return get(name).map(value -> value instanceof Double number ? format(number) : value.toString());
    }

    private void request(GenerationRequest request) {
        number("steps", request.steps());
        number("doubleSteps", Math.max(20, Math.min(2 * request.steps(), GenerationRequest.MAX_STEPS)));
        number("cfgScale", request.cfgScale());
        word("sampler", request.sampler().name());
        word("schedule", request.schedule().name());
        word("guidance", request.guidance().name());
        word("weights", request.weights().name());
        word("precision", request.precision().name());
        word("negativePrompt", request.negativePrompt().isBlank() ? "none" : "given");
    }

    private void decoding(Decoding decoding, Inspection inspection) {
        boolean tiled = decoding.splits(
                inspection.picture().width(), inspection.picture().height());
        number("tile", tiled ? decoding.tile() : 0);
        number("tileOverlap", decoding.overlap());
        number("halfTile", decoding.tile() / 16 * 8);
    }

    private void model(ModelCard model, Inspection inspection) {
        word("model", model.id());
        word("prediction", model.prediction().name());
        word("space", model.factor() == 1 ? "pixel" : "latent");
        number("nativeWidth", model.width());
        number("nativeHeight", model.height());
        double area =
                (double) inspection.picture().width() * inspection.picture().height();
        number("sizeRatio", Math.sqrt(area / ((double) model.width() * model.height())));
    }

    private void trace(GenerationTrace trace) {
        number("promptTokens", trace.promptTokens());
        number("maxTokens", trace.maxTokens());
        number("droppedTokens", Math.max(0, trace.promptTokens() - trace.maxTokens()));
        for (GenerationTrace.NonFinite bad : trace.nonFinite()) {
            boolean decoder = bad.component().equals("decoder");
            values.putIfAbsent(decoder ? "decoderNonFinite" : "denoiserNonFinite", (double) bad.count());
            if (!decoder) {
                values.putIfAbsent("firstBadStep", bad.step() + 1.0);
            }
        }
        List<StepRecord> steps = trace.steps();
        number("stepsTaken", steps.size());
        if (steps.isEmpty()) {
            return;
        }
        StepRecord last = steps.get(steps.size() - 1);
        number("lastSigma", last.next());
        number("penultimateSigma", last.sigma());
        number("lastChange", last.change());
        number("estimateDeviation", last.denoised().std());
        number("estimatePeak", last.denoised().max());
        if (steps.size() > 1) {
            number(
                    "detailGrowth",
                    last.highFrequency() / steps.get(steps.size() - 2).highFrequency());
        }
    }

    private void number(String name, double value) {
        if (Double.isFinite(value)) {
            values.put(name, value);
        }
    }

    private void word(String name, String value) {
        values.put(name, value.toLowerCase(Locale.ROOT));
    }

    private static String format(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
