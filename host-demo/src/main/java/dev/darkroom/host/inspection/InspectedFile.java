package dev.darkroom.host.inspection;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.picture.Style;
import dev.darkroom.host.json.InspectionJson;
import dev.darkroom.host.json.JsonLine;
import dev.darkroom.host.text.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * What became of one file.
 *
 * @param file the file
 * @param size the picture's size; absent if the file could not be read
 * @param style what the user or a classifier says the style is; absent if neither did
 * @param inspected scores and findings; nothing if the file could not be read
 * @param remark what the user should know of what was looked at
 * @param error why the file could not be read, one line
 */
public record InspectedFile(
        Path file,
        Optional<Size> size,
        Optional<Style> style,
        Inspected inspected,
        Optional<String> remark,
        Optional<String> error) {

    /**
     * Width and height in pixels.
     *
     * @param width columns
     * @param height rows
     */
    public record Size(int width, int height) {
        @Override
        public String toString() {
            return width + "x" + height;
        }
    }

    static InspectedFile broken(Path file, String error) {
        return new InspectedFile(
                file, Optional.empty(), Optional.empty(), Inspected.NOTHING, Optional.empty(), Optional.of(error));
    }

    /** Returns the severity of the worst finding. */
    public Optional<Severity> worst() {
        return inspected.findings().stream().map(Finding::severity).max(Comparator.naturalOrder());
    }

    /**
     * Returns this as one line of JSON: {@code file}, {@code width}, {@code height}, {@code style}, {@code scores},
     * {@code findings}, {@code error}. What is absent is null.
     */
    public String toJson() {
        return JsonLine.of(json -> {
            json.writeStringField("file", file.toString());
            number(json, "width", size.map(Size::width));
            number(json, "height", size.map(Size::height));
            json.writeStringField("style", style.map(Words::lower).orElse(null));
            InspectionJson measured = new InspectionJson(json);
            measured.scores(inspected);
            measured.findings(inspected, false);
            json.writeStringField("error", error.orElse(null));
        });
    }

    private static void number(JsonGenerator json, String field, Optional<Integer> value) throws IOException {
        if (value.isPresent()) {
            json.writeNumberField(field, value.get());
        } else {
            json.writeNullField(field);
        }
    }
}
