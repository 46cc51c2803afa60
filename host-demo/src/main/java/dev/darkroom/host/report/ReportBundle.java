package dev.darkroom.host.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.host.file.FileFailure;
import dev.darkroom.host.plugin.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reports as JSON. */
final class ReportBundle {

    private static final long MOST_BYTES = 1L << 29;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private ReportBundle() {}

    static byte[] write(Report report) {
        try {
            return MAPPER.writeValueAsBytes(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is plain values", e);
        }
    }

    /**
     * Reads a report.
     *
     * @throws InvalidRequestException if the file is no bundle
     * @throws DarkroomException if it cannot be read
     */
    static Report read(Path file) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
                throw new InvalidRequestException(file + ": expected a bundle of at most " + (MOST_BYTES >> 20)
                        + " MiB, found " + (Files.size(file) >> 20) + " MiB");
            }
            JsonNode root = MAPPER.readTree(Files.readAllBytes(file));
            if (!root.isObject() || root.path("format").asInt() != Report.FORMAT) {
                throw new InvalidRequestException(file + ": expected a bundle of format " + Report.FORMAT + ", found "
                        + (root.isObject() ? "format " + root.path("format").asText("none") : "no JSON object")
                        + "; darkroom diagnose --report DIR writes one");
            }
            return MAPPER.treeToValue(root, Report.class);
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(
                    file + ": expected a whole bundle, found that it is not: " + Text.json(e), e);
        } catch (IOException e) {
            throw FileFailure.of("read", file, e);
        }
    }
}
