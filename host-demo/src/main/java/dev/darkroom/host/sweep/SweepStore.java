package dev.darkroom.host.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.sweep.SweepSample;
import dev.darkroom.host.digest.Sha256;
import dev.darkroom.host.file.AtomicFile;
import dev.darkroom.host.file.FileFailure;
import dev.darkroom.host.image.DisplayNames;
import dev.darkroom.host.image.PictureWriter;
import dev.darkroom.host.image.ResultJson;
import dev.darkroom.host.json.JsonLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The folder of a sweep. A picture is named by a digest of everything that decides it - the request and the model's files -
 * and its record, which is written after it, says that it is whole; so a later run knows what it need not make again, also
 * when axes have grown.
 */
final class SweepStore {

    private static final int DIGITS = 20;

    private final Path folder;

    private SweepStore(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens a folder; makes it if it is missing.
     *
     * @throws DarkroomException if it cannot be made or written to
     */
    static SweepStore in(Path folder) {
        AtomicFile.prepare(folder.resolve("pictures"));
        AtomicFile.prepare(folder.resolve("records"));
        return new SweepStore(folder);
    }

    /** Returns the name of the picture that a setup would make. */
    static String key(ModelBench.Setup setup) {
        StringBuilder text = new StringBuilder(ResultJson.request(setup.request()));
        new TreeMap<>(setup.files())
                .forEach((file, digest) ->
                        text.append('\n').append(file).append(' ').append(digest));
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    }

    Path picture(String key) {
        return folder.resolve("pictures").resolve(key + ".png");
    }

    private Path record(String key) {
        return folder.resolve("records").resolve(key + ".json");
    }

    /** Returns the measures of a picture that is whole; a record that is damaged is none. */
    Optional<Map<String, Double>> find(String key) {
        Path record = record(key);
        if (!Files.isRegularFile(record) || !Files.isRegularFile(picture(key))) {
            return Optional.empty();
        }
        try {
            JsonNode json = new ObjectMapper().readTree(Files.readAllBytes(record));
            Map<String, Double> measures = new LinkedHashMap<>();
            json.path("measures")
                    .properties()
                    .forEach(entry ->
                            measures.put(entry.getKey(), entry.getValue().asDouble()));
            return measures.containsKey(SweepSample.SECONDS) ? Optional.of(measures) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw FileFailure.of("read", record, e);
        }
    }

    /**
     * Keeps a picture: first the picture, then its record, each whole or not at all.
     *
     * @throws DarkroomException if it cannot be written
     */
    void keep(String key, GenerationResult result, DisplayNames names, Map<String, Double> measures) {
        PictureWriter.named(picture(key)).write(result, names);
        AtomicFile.replace(record(key), json(result, measures).getBytes(StandardCharsets.UTF_8));
    }

    private static String json(GenerationResult result, Map<String, Double> measures) {
        return JsonLine.of(json -> {
            json.writeObjectFieldStart("measures");
            for (Map.Entry<String, Double> measure : measures.entrySet()) {
                json.writeNumberField(measure.getKey(), measure.getValue());
            }
            json.writeEndObject();
            json.writeFieldName("result");
            json.writeRawValue(ResultJson.of(result, Map.of()));
        });
    }
}
