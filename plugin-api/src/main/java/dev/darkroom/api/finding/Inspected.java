package dev.darkroom.api.finding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What inspection made of a picture: how probable each symptom that was looked for is, and what is worth saying.
 *
 * @param scores the probability in [0,1] that a person would call the picture defective in this way, of every symptom
 *     looked for, in the order of their ids; at least the highest score of the findings of that symptom
 * @param findings what is worth saying
 */
public record Inspected(Map<Symptom, Double> scores, List<Finding> findings) {

    /** Nothing was looked for. */
    public static final Inspected NOTHING = new Inspected(Map.of(), List.of());

    /** Checks the scores, raises them to those of the findings, and copies the collections. */
    public Inspected {
        Map<Symptom, Double> all = new TreeMap<>(Symptom.BY_ID);
        scores.forEach((symptom, score) -> {
            if (!(score >= 0 && score <= 1)) {
                throw new IllegalArgumentException(
                        "score of " + symptom + ": expected a probability in [0,1], found " + score);
            }
            all.put(symptom, score);
        });
        findings = List.copyOf(findings);
        for (Finding finding : findings) {
            // That nobody looked is no probability of anything.
            if (!finding.symptom().equals(Symptom.UNCHECKED)) {
                all.merge(finding.symptom(), finding.score(), Math::max);
            }
        }
        scores = Collections.unmodifiableMap(all);
    }

    /** Returns what was looked for without anything worth saying. */
    public static Inspected of(Symptom symptom, double score) {
        return new Inspected(Map.of(symptom, score), List.of());
    }

    /** Returns one finding and its score. */
    public static Inspected of(Finding finding) {
        return new Inspected(Map.of(), List.of(finding));
    }

    /** Returns all findings in order, and of each symptom the highest score. */
    public static Inspected all(Collection<Inspected> parts) {
        Map<Symptom, Double> scores = new TreeMap<>(Symptom.BY_ID);
        List<Finding> findings = new ArrayList<>();
        for (Inspected part : parts) {
            part.scores().forEach((symptom, score) -> scores.merge(symptom, score, Math::max));
            findings.addAll(part.findings());
        }
        return new Inspected(scores, findings);
    }
}
