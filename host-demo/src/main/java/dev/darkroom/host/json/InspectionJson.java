package dev.darkroom.host.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.PossibleCause;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.host.text.Words;
import java.io.IOException;
import java.util.Map;

/** Writes scores and findings, the same way wherever they are written. */
public final class InspectionJson {

    private final JsonGenerator json;

    /** Writes to {@code json}, which stands inside an object. */
    public InspectionJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes the field {@code scores}: the probability of every symptom looked for. */
    public void scores(Inspected inspected) throws IOException {
        json.writeObjectFieldStart("scores");
        for (Map.Entry<Symptom, Double> score : inspected.scores().entrySet()) {
            number(score.getKey().id(), score.getValue());
        }
        json.writeEndObject();
    }

    /** Writes the field {@code findings}. */
    public void findings(Inspected inspected, boolean withCauses) throws IOException {
        json.writeArrayFieldStart("findings");
        for (Finding finding : inspected.findings()) {
            json.writeStartObject();
            json.writeStringField("inspector", finding.inspector());
            json.writeStringField("symptom", finding.symptom().id());
            number("score", finding.score());
            json.writeStringField("severity", Words.lower(finding.severity()));
            json.writeStringField("message", finding.message());
            json.writeObjectFieldStart("measures");
            for (Map.Entry<String, Double> measure : finding.measures().entrySet()) {
                number(measure.getKey(), measure.getValue());
            }
            json.writeEndObject();
            if (withCauses) {
                causes(finding);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void causes(Finding finding) throws IOException {
        json.writeArrayFieldStart("causes");
        for (PossibleCause cause : finding.causes()) {
            json.writeStartObject();
            json.writeStringField("id", cause.id());
            json.writeStringField("summary", cause.summary());
            json.writeArrayFieldStart("evidence");
            for (String evidence : cause.evidence()) {
                json.writeString(evidence);
            }
            json.writeEndArray();
            json.writeStringField("remedy", cause.remedy());
            json.writeStringField("source", cause.source());
            json.writeNumberField("rank", cause.rank());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes a field that holds a measured number; null if it is not finite. */
    public void number(String field, double value) throws IOException {
        json.writeFieldName(field);
        value(value);
    }

    /** Writes a measured number; null if it is not finite. Single precision: what is beyond is noise, and takes half the file. */
    public void value(double value) throws IOException {
        if (Float.isFinite((float) value)) {
            json.writeNumber((float) value);
        } else {
            json.writeNull();
        }
    }
}
