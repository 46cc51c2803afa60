package dev.darkroom.benchmark.diagnosis;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The figures and the confusion matrix, as Markdown. */
final class Report {

    private final List<Fault> faults;
    private final Outcomes outcomes;

    Report(List<Fault> faults, Outcomes outcomes) {
        this.faults = faults;
        this.outcomes = outcomes;
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# Diagnosis of injected faults\n\n");
        figures(text);
        table(text, "Unharmed generations", Fault.Kind.UNHARMED);
        table(text, "Faults that the experiments were written for", Fault.Kind.KNOWN);
        table(text, "Faults that nobody had in mind", Fault.Kind.UNFORESEEN);
        return text.toString();
    }

    private void figures(StringBuilder text) {
        List<Outcome> known = of(Fault.Kind.KNOWN);
        List<Outcome> unharmed = of(Fault.Kind.UNHARMED);
        List<Outcome> unforeseen = of(Fault.Kind.UNFORESEEN);
        text.append(String.format(
                Locale.ROOT,
                "* the injected cause is first in %d of %d cases%n* it is ruled out in %d%n"
                        + "* of %d unharmed generations %d have a likely cause%n"
                        + "* median cost %s pictures, of faults of options %s, of unharmed generations %s%n"
                        + "* of %d cases of faults that nobody had in mind %d are named, %d are called unknown or no"
                        + " more than consistent, and %d get another likely cause%n"
                        + "* %d builds of the diagnosis took part%n",
                count(known, this::isFirst),
                known.size(),
                count(known, this::isRuledOut),
                unharmed.size(),
                count(unharmed, each -> !each.likely().isEmpty()),
                median(known),
                median(known.stream()
                        .filter(each -> fault(each).damage().isEmpty())
                        .toList()),
                median(unharmed),
                unforeseen.size(),
                count(unforeseen, this::isNamed),
                count(unforeseen, each -> each.likely().isEmpty()),
                count(unforeseen, this::isMistaken),
                outcomes.all().stream().map(Outcome::build).distinct().count()));
    }

    private void table(StringBuilder text, String title, Fault.Kind kind) {
        text.append("\n## ")
                .append(title)
                .append(
                        "\n\n| fault | cases | first | ruled out | mistaken | pictures, median | fix helped | likely, or"
                                + " (consistent) |\n|---|---|---|---|---|---|---|---|\n");
        for (Fault fault : faults) {
            List<Outcome> all = of(kind).stream()
                    .filter(each -> each.fault().equals(fault.name()))
                    .toList();
            if (all.isEmpty()) {
                continue;
            }
            Map<String, Integer> answers = new TreeMap<>();
            all.forEach(each -> answers.merge(each.answer(), 1, Integer::sum));
            boolean named = !fault.causes().isEmpty();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %s | %s | %d | %s | %d | %s |%n",
                    fault.name(),
                    all.size(),
                    named ? count(all, this::isFirst) : "",
                    named ? count(all, this::isRuledOut) : "",
                    count(all, this::isMistaken),
                    median(all),
                    count(all, Outcome::verified),
                    answers));
        }
    }

    private List<Outcome> of(Fault.Kind kind) {
        return outcomes.all().stream()
                .filter(each ->
                        faults.stream().anyMatch(fault -> fault.name().equals(each.fault()) && fault.kind() == kind))
                .toList();
    }

    private Fault fault(Outcome outcome) {
        return faults.stream()
                .filter(each -> each.name().equals(outcome.fault()))
                .findFirst()
                .orElseThrow();
    }

    private static long count(List<Outcome> all, Predicate<Outcome> test) {
        return all.stream().filter(test).count();
    }

    private boolean isFirst(Outcome outcome) {
        return fault(outcome).causes().contains(outcome.first());
    }

    private boolean isNamed(Outcome outcome) {
        return !outcome.likely().isEmpty() && isFirst(outcome);
    }

    private boolean isMistaken(Outcome outcome) {
        return !outcome.likely().isEmpty() && !isFirst(outcome);
    }

    /** Of a fault that goes by several names, all must be ruled out for it to be missed. */
    private boolean isRuledOut(Outcome outcome) {
        return outcome.ruledOut().containsAll(fault(outcome).causes());
    }

    private static String median(List<Outcome> all) {
        int[] pictures = all.stream().mapToInt(Outcome::pictures).sorted().toArray();
        return pictures.length == 0 ? "none" : Integer.toString(pictures[pictures.length / 2]);
    }
}
