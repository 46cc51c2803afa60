package dev.darkroom.diagnostics.cause;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.PossibleCause;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Known causes of defects, in the order of their file. Immutable. */
public final class KnowledgeBase {

    /** More than this is a list to read, not advice. */
    private static final int MOST = 5;

    private final List<KnownCause> causes;

    private KnowledgeBase(List<KnownCause> causes) {
        this.causes = causes;
    }

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
     * Returns the knowledge that ships with this module.
     *
     * @throws KnowledgeException if it is damaged
     */
    public static KnowledgeBase bundled() {
        try (InputStream in = KnowledgeBase.class.getResourceAsStream("knowledge.json")) {
            if (in == null) {
                throw new KnowledgeException("knowledge.json: missing from the diagnostics plugin; reinstall it");
            }
            return read(in, "knowledge.json");
        } catch (IOException e) {
            throw new KnowledgeException("knowledge.json: " + oneLine(e), e);
        }
    }

    /**
     * Reads a knowledge file.
     *
     * @param in JSON in UTF-8; not closed
     * @param name what to call it in messages
     * @return the knowledge
     * @throws KnowledgeException if it cannot be read or understood; the message names the row and the field
     */
    public static KnowledgeBase read(InputStream in, String name) {
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
        return new KnowledgeBase(List.copyOf(causes));
    }

    /** Returns how many causes are known for each symptom. */
    public Map<String, Integer> coverage() {
        Map<String, Integer> counts = new TreeMap<>();
        for (KnownCause cause : causes) {
            cause.symptoms().forEach(symptom -> counts.merge(symptom.id(), 1, Integer::sum));
        }
        return counts;
    }

    /**
     * A cause for people.
     *
     * @param summary what it is, in a few words
     * @param remedy what to try
     * @param source the threads and papers it is known from
     */
    public record Entry(String summary, String remedy, String source) {}

    /** Returns what is known of a cause by its id; of an unknown one, its id in words. */
    public Entry entry(String id) {
        return find(id).map(cause -> new Entry(
                        cause.summary(),
                        cause.remedies().get(cause.remedies().size() - 1).toString(),
                        String.join("; ", cause.sources())))
                .orElseGet(() -> new Entry(id.replace('-', ' '), "", ""));
    }

    /** Returns whether a cause may show as a symptom; of one that is not in the base anything is believed. */
    public boolean explains(String id, Symptom symptom) {
        return find(id).map(cause -> cause.symptoms().contains(symptom)).orElse(true);
    }

    /** Returns whether two causes may show as the same symptom, so that either is the other's rival. */
    public boolean rivals(String id, String other) {
        return find(id).map(cause -> cause.symptoms().stream().anyMatch(symptom -> explains(other, symptom)))
                .orElse(true);
    }

    private Optional<KnownCause> find(String id) {
        return causes.stream().filter(cause -> cause.id().equals(id)).findFirst();
    }

    /** Returns the threads and papers every row comes from. */
    public Set<String> sources() {
        return causes.stream().flatMap(cause -> cause.sources().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Ranks what may have caused a finding: prior plus the weights of the clues that hold in this run, highest first,
     * file order among equals; at most five.
     *
     * @param finding the finding
     * @param inspection what it was found on
     * @return possible causes
     */
    public List<PossibleCause> advise(Finding finding, Inspection inspection) {
        Facts facts = Facts.of(finding, inspection);
        record Ranked(KnownCause cause, List<String> evidence, double weight) {}
        List<Ranked> ranked = new ArrayList<>();
        for (KnownCause cause : causes) {
            if (!cause.symptoms().contains(finding.symptom())
                    || cause.refuted().map(condition -> condition.holds(facts)).orElse(false)
                    || cause.requires()
                            .map(condition -> !condition.holds(facts))
                            .orElse(false)) {
                continue;
            }
            double weight = cause.prior();
            List<String> evidence = new ArrayList<>();
            for (KnownCause.Clue clue : cause.clues()) {
                if (clue.when().holds(facts)) {
                    weight += clue.weight();
                    clue.says().fill(facts).ifPresent(evidence::add);
                }
            }
            ranked.add(new Ranked(cause, evidence, weight));
        }
        ranked.sort(Comparator.comparingDouble(Ranked::weight).reversed());
        List<PossibleCause> causes = new ArrayList<>();
        for (Ranked each : ranked.subList(0, Math.min(MOST, ranked.size()))) {
            causes.add(new PossibleCause(
                    each.cause().id(),
                    each.cause().summary(),
                    each.evidence(),
                    remedy(each.cause(), facts),
                    String.join("; ", each.cause().sources()),
                    causes.size()));
        }
        return List.copyOf(causes);
    }

    private static String remedy(KnownCause cause, Facts facts) {
        return cause.remedies().stream()
                .map(template -> template.fill(facts))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
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
            clues.add(new KnownCause.Clue(
                    Condition.parse(present("when", clue.when())),
                    Template.parse(present("says", clue.says())),
                    clue.weight() == null ? 0.5 : clue.weight()));
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

    private static String oneLine(Exception e) {
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return String.valueOf(message).lines().findFirst().orElse("no reason given");
    }
}
