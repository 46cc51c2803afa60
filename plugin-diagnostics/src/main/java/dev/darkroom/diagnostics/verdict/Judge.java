package dev.darkroom.diagnostics.verdict;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.CauseVerdict;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Standing;
import dev.darkroom.diagnostics.cause.KnowledgeBase;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adds evidence up to verdicts. A cause is likely if something proves it, or something supports it, nothing excludes it and a
 * rival, which may show as the same symptom, is ruled out; ruled out if something excludes it and nothing that weighs speaks for it. The rest is consistent.
 * What rests on a test must be significant among all tests of the diagnosis.
 */
public final class Judge {

    private final KnowledgeBase knowledge;

    /** A judge who knows the causes by name. */
    public Judge(KnowledgeBase knowledge) {
        this.knowledge = knowledge;
    }

    /**
     * Judges.
     *
     * @param evidence all of it
     * @param considered the ids of further causes that were considered and may have no evidence
     * @return a verdict on each cause: likely first, then consistent, untested, ruled out; higher scores first
     */
    public List<CauseVerdict> judge(List<Evidence> evidence, Set<String> considered) {
        Map<String, List<Evidence>> byCause = new LinkedHashMap<>(amongAll(evidence));
        considered.forEach(cause -> byCause.putIfAbsent(cause, List.of()));
        Set<String> excluded = excluded(byCause);
        List<CauseVerdict> verdicts = new ArrayList<>();
        byCause.forEach((cause, about) -> verdicts.add(verdict(cause, about, rivalIn(excluded, cause))));
        verdicts.sort(Comparator.comparing(CauseVerdict::standing)
                .thenComparing(Comparator.comparingDouble(CauseVerdict::score).reversed()));
        return verdicts;
    }

    /**
     * Returns which causes are likely by now, without the words of a verdict: what is asked after every experiment.
     *
     * @param evidence all of it
     * @return the ids of the causes that {@link #judge} calls likely
     */
    public Set<String> likely(List<Evidence> evidence) {
        if (strongest(evidence) < Bearing.SUPPORTS.weight()) {
            return Set.of();
        }
        Map<String, List<Evidence>> byCause = amongAll(evidence);
        Set<String> excluded = excluded(byCause);
        Set<String> likely = new LinkedHashSet<>();
        byCause.forEach((cause, about) -> {
            if (standing(about, rivalIn(excluded, cause)) == Standing.LIKELY) {
                likely.add(cause);
            }
        });
        return likely;
    }

    private static Map<String, List<Evidence>> amongAll(List<Evidence> evidence) {
        Map<String, List<Evidence>> byCause = new LinkedHashMap<>();
        Family family = new Family(evidence);
        for (Evidence each : evidence) {
            byCause.computeIfAbsent(each.cause(), unseen -> new ArrayList<>()).add(family.among(each));
        }
        return byCause;
    }

    private static Set<String> excluded(Map<String, List<Evidence>> byCause) {
        Set<String> excluded = new LinkedHashSet<>();
        byCause.forEach((cause, about) -> {
            if (standing(about, false) == Standing.RULED_OUT) {
                excluded.add(cause);
            }
        });
        return excluded;
    }

    private boolean rivalIn(Set<String> excluded, String cause) {
        return excluded.stream().anyMatch(rival -> knowledge.rivals(cause, rival));
    }

    private CauseVerdict verdict(String cause, List<Evidence> about, boolean rivalExcluded) {
        List<Evidence> sorted = new ArrayList<>(about);
        sorted.sort(Comparator.comparingInt(
                        (Evidence each) -> Math.abs(each.bearing().weight()))
                .reversed());
        KnowledgeBase.Entry entry = knowledge.entry(cause);
        Standing standing = standing(about, rivalExcluded);
        double size = about.stream()
                .filter(each -> each.bearing().weight() > 0)
                .mapToDouble(Evidence::size)
                .max()
                .orElse(0);
        return new CauseVerdict(cause, entry.summary(), standing, size, entry.remedy(), entry.source(), sorted);
    }

    private static Standing standing(List<Evidence> about, boolean rivalExcluded) {
        int speaksFor = strongest(about);
        boolean excluded = weakest(about) == Bearing.EXCLUDES.weight();
        if (about.stream().allMatch(each -> each.bearing() == Bearing.NEUTRAL)) {
            return Standing.UNTESTED;
        }
        if (speaksFor >= Bearing.SUPPORTS.weight()) {
            boolean likely = !excluded && (speaksFor == Bearing.PROVES.weight() || rivalExcluded);
            return likely ? Standing.LIKELY : Standing.CONSISTENT;
        }
        return excluded ? Standing.RULED_OUT : Standing.CONSISTENT;
    }

    private static int strongest(List<Evidence> about) {
        return about.stream()
                .mapToInt(each -> each.bearing().weight())
                .filter(weight -> weight > 0)
                .max()
                .orElse(0);
    }

    private static int weakest(List<Evidence> about) {
        return about.stream().mapToInt(each -> each.bearing().weight()).min().orElse(0);
    }
}
