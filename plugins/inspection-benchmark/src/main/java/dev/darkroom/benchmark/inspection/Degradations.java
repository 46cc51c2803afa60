package dev.darkroom.benchmark.inspection;

import dev.darkroom.api.finding.Symptom;
import dev.darkroom.benchmark.inspection.Degradation.Spoiled;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Every degradation. A new family is a class with a list and a line here. */
final class Degradations {

    /** What strong guidance did to the pictures of {@link Corpus#BURNT}, by its scale. */
    static final Degradation BURNT = new Degradation(
            "burnt by guidance", Symptom.OVERSATURATION, List.of(15.0), (p, s, r) -> Spoiled.everywhere(p));

    private Degradations() {}

    /**
     * Returns those whose name holds one of some words.
     *
     * @param words comma-separated; blank for all; a word may end in a colon and the only strength that is wanted of its
     *     degradations, as in {@code blur:0.75}
     */
    static List<Degradation> of(String words) {
        List<String> wanted = Stream.of(words.split(",", -1))
                .map(word -> word.trim().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
        return Stream.of(GrainAndBlur.all(), Repetitions.all(), Colours.all())
                .flatMap(List::stream)
                .map(each -> wanted.isEmpty() ? each : reduced(each, wanted))
                .filter(each -> !each.strengths().isEmpty())
                .toList();
    }

    private static Degradation reduced(Degradation all, List<String> wanted) {
        List<Double> strengths = all.strengths().stream()
                .filter(strength -> wanted.stream().anyMatch(word -> {
                    int colon = word.indexOf(':');
                    return colon < 0
                            ? all.name().contains(word)
                            : all.name().contains(word.substring(0, colon))
                                    && Double.parseDouble(word.substring(colon + 1)) == strength;
                }))
                .toList();
        return new Degradation(all.name(), all.symptom(), strengths, all.spoil());
    }
}
