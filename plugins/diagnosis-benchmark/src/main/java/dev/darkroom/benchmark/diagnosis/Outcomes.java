package dev.darkroom.benchmark.diagnosis;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was found, kept in a file line by line, so that a run can be made in pieces. The last word on a case counts. */
final class Outcomes {

    private record Key(String fault, String prompt) {}

    private final Path file;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<Key, Outcome> byCase = new LinkedHashMap<>();

    /** Reads what earlier runs left. */
    Outcomes(Path file) throws IOException {
        this.file = file;
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            keep(mapper.readValue(line, Outcome.class));
        }
    }

    private void keep(Outcome outcome) {
        byCase.put(new Key(outcome.fault(), outcome.prompt()), outcome);
    }

    boolean has(Fault fault, String prompt) {
        return byCase.containsKey(new Key(fault.name(), prompt));
    }

    /** Returns what was found of the same case as another outcome. */
    Optional<Outcome> like(Outcome other) {
        return Optional.ofNullable(byCase.get(new Key(other.fault(), other.prompt())));
    }

    void add(Outcome outcome) throws IOException {
        keep(outcome);
        Files.writeString(
                file, mapper.writeValueAsString(outcome) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    Collection<Outcome> all() {
        return byCase.values();
    }
}
