package dev.darkroom.api.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.reference.ReferenceCase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Reads golden files, the numbers of other programs, from test resources. */
public final class GoldenFiles {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private GoldenFiles() {}

    /** Returns the runs of other samplers in a resource, in file order. */
    public static List<ReferenceCase> cases(Class<?> test, String resource) {
        return ReferenceCase.readAll(MAPPER.convertValue(json(test, resource), Object.class));
    }

    /** Reads a resource as JSON. */
    public static JsonNode json(Class<?> test, String resource) {
        try (InputStream in = test.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("golden file: expected a resource " + resource + ", found none");
            }
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
