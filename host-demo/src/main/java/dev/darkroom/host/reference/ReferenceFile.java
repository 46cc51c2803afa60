package dev.darkroom.host.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.reference.NoiseReference;
import dev.darkroom.api.reference.ReferenceCase;
import dev.darkroom.api.reference.ScheduleReference;
import dev.darkroom.host.plugin.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A golden file: runs of samplers, schedules or streams of random numbers that other programs computed.
 *
 * @param name the file's name
 * @param cases its runs of samplers
 * @param schedules its schedules
 * @param streams its streams of random numbers
 */
public record ReferenceFile(
        String name, List<ReferenceCase> cases, List<ScheduleReference> schedules, List<NoiseReference> streams) {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * Reads the golden files of a folder.
     *
     * @param folder the folder; its files that end in {@code .json} are read, in the order of their names
     * @return the files, at least one
     * @throws InvalidRequestException if the folder holds none or one of them is malformed; the message names file and place
     */
    public static List<ReferenceFile> readAll(Path folder) {
        List<Path> paths;
        try (Stream<Path> entries = Files.list(folder)) {
            paths = entries.filter(path -> path.getFileName().toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InvalidRequestException(
                    folder + ": expected a folder of golden files, found none that can be read", e);
        }
        if (paths.isEmpty()) {
            throw new InvalidRequestException(folder + ": expected at least one golden file (*.json), found none");
        }
        return paths.stream().map(ReferenceFile::read).toList();
    }

    private static ReferenceFile read(Path path) {
        String name = String.valueOf(path.getFileName());
        try {
            Map<?, ?> document = MAPPER.readValue(path.toFile(), Map.class);
            if (document == null) {
                throw new InvalidRequestException("expected an object, found null");
            }
            boolean cases = document.containsKey("cases");
            boolean schedules = document.containsKey("schedules");
            boolean streams = NoiseReference.isIn(document);
            if (!cases && !schedules && !streams) {
                throw new InvalidRequestException(
                        "expected cases, schedules, torch_cpu or philox_nv, found " + document.keySet());
            }
            return new ReferenceFile(
                    name,
                    cases ? ReferenceCase.readAll(document) : List.of(),
                    schedules ? ScheduleReference.readAll(document) : List.of(),
                    streams ? NoiseReference.readAll(document) : List.of());
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(name + ": " + e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(
                    name + ": expected a JSON object, found " + Text.json(e) + " in line "
                            + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
                    e);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidRequestException(name + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
