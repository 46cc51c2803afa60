package dev.darkroom.diagnostics.cause;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.darkroom.api.finding.Symptom;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a knowledge file, and complains of the first that cannot be understood. */
final class KnowledgeFile {

    /** A clue that outweighs every other would silence all other knowledge. */
    private static final double HEAVIEST = 2;

    private KnowledgeFile() {}

    // What the file holds; every field may be missing there.
    private record FileRow(
            @Nullable String id,
            @Nullable List<String> symptoms,
            @Nullable String summary,
            @Nullable String tell,
            @Nullable List<String> remedies,
            @Nullable List<String> sources,
            @Nullable Double prior,
            @Nullable String requires,
            @Nullable String unless,
            @Nullable List<FileClue> clues) {}

    private record FileClue(
            @Nullable String when,
            @Nullable String says,
            @Nullable Double weight) {}

    private record FileRoot(@Nullable List<FileRow> causes) {}

    /**
     * Reads a knowledge file.
     *
     * @param in JSON in UTF-8; not closed
     * @param name what to call it in messages
     * @return its rows, in its order
     * @throws KnowledgeException if it cannot be read or understood; the message names the row and the field
     */
    static List<KnownCause> read(InputStream in, String name) {
        FileRoot root;
        try {
            root = JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readerFor(FileRoot.class)
                    .readValue(in);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw new KnowledgeException(
                    name + where + ": expected a JSON object with \"causes\", found: " + oneLine(e), e);
        } catch (IOException e) {
            throw new KnowledgeException(name + ": cannot be read: " + oneLine(e), e);
        }
        if (root == null || root.causes() == null) {
            throw new KnowledgeException(name + ": expected a JSON object with \"causes\", found none");
        }
        List<KnownCause> causes = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (FileRow row : root.causes()) {
            String where = name + ": cause " + (causes.size() + 1)
                    + (row == null || row.id() == null ? "" : " (" + row.id() + ")");
            KnownCause cause = at(where, () -> cause(row));
            if (!ids.add(cause.id())) {
                throw new KnowledgeException(where + ": the id is taken by an earlier cause");
            }
            causes.add(cause);
        }
        return List.copyOf(causes);
    }

    private static KnownCause cause(@Nullable FileRow row) {
        if (row == null) {
            throw new KnowledgeException("expected an object, found null");
        }
        String id = present("id", row.id());
        Set<Symptom> symptoms = some("symptoms", row.symptoms()).stream()
                .map(name -> {
                    try {
                        return new Symptom(name);
                    } catch (IllegalArgumentException e) {
                        throw new KnowledgeException(oneLine(e), e);
                    }
                })
                .collect(Collectors.toUnmodifiableSet());
        List<String> remedies = some("remedies", row.remedies());
        if (remedies.get(remedies.size() - 1).indexOf('{') >= 0) {
            throw new KnowledgeException(
                    "remedies: expected the last to name no fact, found \"" + remedies.get(remedies.size() - 1) + "\"");
        }
        double prior = row.prior() == null ? 0.1 : row.prior();
        if (!(prior > 0 && prior < 1)) {
            throw new KnowledgeException("prior: expected a number between 0 and 1, found " + prior);
        }
        List<KnownCause.Clue> clues = new ArrayList<>();
        for (FileClue clue : row.clues() == null ? List.<FileClue>of() : row.clues()) {
            if (clue == null) {
                throw new KnowledgeException("clues: expected objects, found null");
            }
            double weight = clue.weight() == null ? 0.5 : clue.weight();
            if (!(Math.abs(weight) <= HEAVIEST)) {
                throw new KnowledgeException("weight: expected a number from -2 to 2, found " + weight);
            }
            clues.add(new KnownCause.Clue(
                    Condition.parse(present("when", clue.when())),
                    Template.parse(present("says", clue.says())),
                    weight));
        }
        return new KnownCause(
                id,
                symptoms,
                present("summary", row.summary()),
                present("tell", row.tell()),
                remedies.stream().map(Template::parse).toList(),
                some("sources", row.sources()),
                prior,
                Optional.ofNullable(row.requires()).map(Condition::parse),
                Optional.ofNullable(row.unless()).map(Condition::parse),
                List.copyOf(clues));
    }

    private static String present(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new KnowledgeException(field + ": expected text, found none");
        }
        return value;
    }

    private static List<String> some(String field, @Nullable List<String> values) {
        if (values == null || values.isEmpty()) {
            throw new KnowledgeException(field + ": expected a list of texts, found none");
        }
        for (String value : values) {
            present(field, value);
        }
        return List.copyOf(values);
    }

    private static <T> T at(String where, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (KnowledgeException e) {
            throw new KnowledgeException(where + ": " + e.getMessage(), e);
        }
    }

    static String oneLine(Exception e) {
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return String.valueOf(message).lines().findFirst().orElse("no reason given");
    }
}
