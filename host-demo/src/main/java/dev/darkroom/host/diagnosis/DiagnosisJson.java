package dev.darkroom.host.diagnosis;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.darkroom.api.diagnosis.CauseVerdict;
import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.ExperimentRun;
import dev.darkroom.api.diagnosis.Fix;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.host.json.JsonLine;
import dev.darkroom.host.text.Words;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A diagnosis as one line of JSON, pixels and latents aside. Numbers that are not finite become {@code null}.
 */
public final class DiagnosisJson {

    /** Rises when a reader of the older form would misread the newer. */
    public static final int FORMAT = 1;

    private final JsonGenerator json;

    private DiagnosisJson(JsonGenerator json) {
        this.json = json;
    }

    /** Returns a diagnosis as JSON. */
    public static String of(Diagnosis diagnosis) {
        return JsonLine.of(json -> new DiagnosisJson(json).diagnosis(diagnosis));
    }

    private void diagnosis(Diagnosis diagnosis) throws IOException {
        json.writeNumberField("format", FORMAT);
        json.writeStringField("sentence", diagnosis.sentence());
        if (diagnosis.symptom().isPresent()) {
            json.writeStringField("symptom", diagnosis.symptom().get().id());
        }
        json.writeStringField("ending", lower(diagnosis.ending()));
        json.writeStringField("effort", lower(diagnosis.question().effort()));
        json.writeNumberField("budget", diagnosis.question().budget());
        json.writeStringField("model", diagnosis.setup().model().id());
        json.writeObjectFieldStart("reproduction");
        json.writeStringField("kind", lower(diagnosis.reproduction().kind()));
        optional("psnr", diagnosis.reproduction().psnr());
        json.writeStringField("explanation", diagnosis.reproduction().explanation());
        json.writeEndObject();
        json.writeArrayFieldStart("causes");
        for (CauseVerdict cause : diagnosis.causes()) {
            cause(cause);
        }
        json.writeEndArray();
        if (diagnosis.fix().isPresent()) {
            fix(diagnosis.fix().get());
        }
        json.writeArrayFieldStart("path");
        for (ExperimentRun run : diagnosis.path()) {
            run(run);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("shots");
        for (Shot shot : diagnosis.shots()) {
            shot(shot);
        }
        json.writeEndArray();
        Diagnosis.Cost cost = diagnosis.cost();
        json.writeObjectFieldStart("cost");
        json.writeNumberField("pictures", cost.pictures());
        json.writeNumberField("evaluations", cost.evaluations());
        json.writeNumberField("alone", cost.alone());
        number("seconds", cost.seconds());
        number("planning", cost.planning());
        json.writeEndObject();
    }

    private void cause(CauseVerdict cause) throws IOException {
        json.writeStartObject();
        json.writeStringField("cause", cause.cause());
        json.writeStringField("summary", cause.summary());
        json.writeStringField("standing", lower(cause.standing()));
        number("score", cause.score());
        json.writeStringField("remedy", cause.remedy());
        json.writeStringField("source", cause.source());
        evidence(cause.evidence());
        json.writeEndObject();
    }

    private void evidence(List<Evidence> evidence) throws IOException {
        json.writeArrayFieldStart("evidence");
        for (Evidence each : evidence) {
            json.writeStartObject();
            json.writeStringField("cause", each.cause());
            json.writeStringField("bearing", lower(each.bearing()));
            number("size", each.size());
            json.writeStringField("statement", each.statement());
            if (each.effect().isPresent()) {
                effect(each.effect().get());
            }
            numbers("measures", each.measures());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void effect(PairedEffect effect) throws IOException {
        json.writeObjectFieldStart("effect");
        json.writeStringField("measure", effect.measure());
        json.writeArrayFieldStart("deltas");
        for (double delta : effect.deltas()) {
            JsonLine.number(json, delta);
        }
        json.writeEndArray();
        number("estimate", effect.estimate());
        number("low", effect.low());
        number("high", effect.high());
        number("confidence", effect.confidence());
        number("p", effect.pValue());
        json.writeNumberField("looks", effect.looks());
        number("margin", effect.margin());
        json.writeBooleanField("equivalent", effect.equivalent());
        json.writeEndObject();
    }

    private void fix(Fix fix) throws IOException {
        json.writeObjectFieldStart("fix");
        json.writeStringField("cause", fix.cause());
        json.writeStringField("advice", fix.advice());
        JsonLine.texts(json, "options", fix.options());
        json.writeStringField("before", fix.before());
        if (fix.after().isPresent()) {
            json.writeStringField("after", fix.after().get());
        }
        numbers("measuresBefore", fix.measuresBefore());
        numbers("measuresAfter", fix.measuresAfter());
        json.writeBooleanField("verified", fix.verified());
        JsonLine.texts(json, "overcorrection", fix.overcorrection());
        json.writeEndObject();
    }

    private void run(ExperimentRun run) throws IOException {
        json.writeStartObject();
        json.writeStringField("experiment", run.experiment());
        json.writeStringField("title", run.title());
        json.writeStringField("factor", run.factor());
        json.writeStringField("reason", run.reason());
        json.writeNumberField("declared", run.declared());
        json.writeNumberField("pictures", run.pictures());
        json.writeNumberField("evaluations", run.evaluations());
        json.writeNumberField("alone", run.alone());
        number("seconds", run.seconds());
        if (run.failure().isPresent()) {
            json.writeStringField("failure", run.failure().get());
        }
        JsonLine.texts(json, "shots", run.shots());
        evidence(run.evidence());
        json.writeEndObject();
    }

    private void shot(Shot shot) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", shot.id());
        json.writeStringField("label", shot.label());
        json.writeNumberField("seed", shot.result().seed());
        json.writeNumberField("evaluations", shot.result().trace().evaluations());
        optional("alignment", shot.alignment());
        json.writeObjectFieldStart("scores");
        for (Map.Entry<Symptom, Double> score :
                shot.result().inspected().scores().entrySet()) {
            number(score.getKey().id(), score.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void numbers(String field, Map<String, Double> numbers) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, Double> each : numbers.entrySet()) {
            number(each.getKey(), each.getValue());
        }
        json.writeEndObject();
    }

    private void optional(String field, OptionalDouble value) throws IOException {
        if (value.isPresent()) {
            number(field, value.getAsDouble());
        }
    }

    private void number(String field, double value) throws IOException {
        JsonLine.number(json, field, value);
    }

    private static String lower(Enum<?> value) {
        return Words.lower(value).replace('_', '-');
    }
}
