package dev.darkroom.diagnostics.cause;

import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.PossibleCause;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Known causes of defects, in the order of their files. Immutable. */
public final class KnowledgeBase {

    /** More than this is a list to read, not advice. */
    private static final int MOST = 5;

    /** No file of knowledge is longer; a plugin that gives a gigabyte is refused. */
    private static final int LONGEST = 1_000_000;

    private final List<KnownCause> causes;
    private final Map<String, KnownCause> byId = new HashMap<>();

    KnowledgeBase(List<KnownCause> causes) {
        this.causes = causes;
        causes.forEach(cause -> byId.put(cause.id(), cause));
    }

    /** Read when first asked for: a run without findings need not wait for it. */
    private static final class Bundled {

        static final KnowledgeBase BASE = read();

        private static KnowledgeBase read() {
            try (InputStream in = KnowledgeBase.class.getResourceAsStream("knowledge.json")) {
                if (in == null) {
                    throw new KnowledgeException("knowledge.json: missing from the diagnostics plugin; reinstall it");
                }
                return new KnowledgeBase(KnowledgeFile.read(in, "knowledge.json"));
            } catch (IOException e) {
                throw new KnowledgeException("knowledge.json: " + KnowledgeFile.oneLine(e), e);
            }
        }
    }

    /** Returns the knowledge that ships with this module. */
    public static KnowledgeBase bundled() {
        return Bundled.BASE;
    }

    /**
     * Returns this knowledge and more.
     *
     * @param file the content of a knowledge file: JSON in the form of the bundled one
     * @throws KnowledgeException if it cannot be understood, or an id in it is taken; the message names the row and the field
     */
    public KnowledgeBase with(String file) {
        if (file.length() > LONGEST) {
            throw new KnowledgeException(
                    "expected at most " + LONGEST + " characters of knowledge, found " + file.length());
        }
        List<KnownCause> all = new ArrayList<>(causes);
        for (KnownCause more :
                KnowledgeFile.read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), "JSON")) {
            if (find(more.id()).isPresent()) {
                throw new KnowledgeException(
                        "cause " + more.id() + ": expected an id of its own, found one that is taken");
            }
            all.add(more);
        }
        return new KnowledgeBase(List.copyOf(all));
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
        KnownCause one = byId.get(id);
        KnownCause two = byId.get(other);
        return one == null || two == null || !Collections.disjoint(one.symptoms(), two.symptoms());
    }

    private Optional<KnownCause> find(String id) {
        return Optional.ofNullable(byId.get(id));
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
}
