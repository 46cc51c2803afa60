package dev.darkroom.benchmark.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The figures and the confusion matrix, as Markdown. */
final class Report {

    private final Map<String, Fault> faults = new LinkedHashMap<>();
    private final Map<String, List<Outcome>> outcomes = new LinkedHashMap<>();

    Report(List<Fault> faults) {
        faults.forEach(fault -> this.faults.put(fault.name(), fault));
    }

    void add(Outcome outcome) {
        outcomes.computeIfAbsent(outcome.fault(), unseen -> new ArrayList<>()).add(outcome);
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# Diagnosis of injected faults\n\n");
        figures(text);
        text.append("\n| fault | cases | first | ruled out | pictures, median | fix helped | what came first |\n")
                .append("|---|---|---|---|---|---|---|\n");
        outcomes.forEach((name, all) -> {
            Fault fault = faults.get(name);
            Map<String, Integer> firsts = new TreeMap<>();
            all.forEach(each -> firsts.merge(
                    each.failure().isEmpty() ? each.first().isEmpty() ? "nothing" : each.first() : each.failure(),
                    1,
                    Integer::sum));
            text.append("| ")
                    .append(name)
                    .append(" | ")
                    .append(all.size())
                    .append(" | ")
                    .append(fault.isClean() ? "" : count(all, fault, Report::isFirst))
                    .append(" | ")
                    .append(fault.isClean() ? "" : count(all, fault, Report::isRuledOut))
                    .append(" | ")
                    .append(median(all))
                    .append(" | ")
                    .append(all.stream().filter(Outcome::verified).count())
                    .append(" | ")
                    .append(firsts)
                    .append(" |\n");
        });
        return text.toString();
    }

    private void figures(StringBuilder text) {
        List<Outcome> harmed = new ArrayList<>();
        int first = 0;
        int out = 0;
        int clean = 0;
        int alarms = 0;
        for (Map.Entry<String, List<Outcome>> each : outcomes.entrySet()) {
            Fault fault = faults.get(each.getKey());
            for (Outcome outcome : each.getValue()) {
                if (fault.isClean()) {
                    clean++;
                    alarms += outcome.likely().isEmpty() ? 0 : 1;
                } else {
                    harmed.add(outcome);
                    first += isFirst(outcome, fault) ? 1 : 0;
                    out += isRuledOut(outcome, fault) ? 1 : 0;
                }
            }
        }
        text.append(String.format(
                Locale.ROOT,
                "* the injected cause is first in %d of %d cases%n* it is ruled out in %d%n"
                        + "* of %d unharmed generations %d have a likely cause%n* median cost %s pictures%n",
                first,
                harmed.size(),
                out,
                clean,
                alarms,
                median(harmed)));
    }

    private interface Test {
        boolean holds(Outcome outcome, Fault fault);
    }

    private static long count(List<Outcome> all, Fault fault, Test test) {
        return all.stream().filter(each -> test.holds(each, fault)).count();
    }

    private static boolean isFirst(Outcome outcome, Fault fault) {
        return fault.causes().contains(outcome.first());
    }

    /** Of a fault that goes by several names, all must be ruled out for it to be missed. */
    private static boolean isRuledOut(Outcome outcome, Fault fault) {
        return outcome.ruledOut().containsAll(fault.causes());
    }

    private static String median(List<Outcome> all) {
        int[] pictures = all.stream().mapToInt(Outcome::pictures).sorted().toArray();
        return pictures.length == 0 ? "" : Integer.toString(pictures[pictures.length / 2]);
    }
}
