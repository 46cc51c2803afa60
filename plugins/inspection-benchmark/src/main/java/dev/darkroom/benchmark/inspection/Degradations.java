package dev.darkroom.benchmark.inspection;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Every degradation. A new family is a class with a list and a line here. */
final class Degradations {

    private Degradations() {}

    /**
     * Returns those whose name holds one of some words.
     *
     * @param words comma-separated; blank for all
     */
    static List<Degradation> of(String words) {
        List<String> wanted = Stream.of(words.split(",", -1))
                .map(word -> word.trim().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
        return Stream.of(GrainAndBlur.all(), Repetitions.all(), Colours.all())
                .flatMap(List::stream)
                .filter(each -> wanted.isEmpty()
                        || wanted.stream().anyMatch(word -> each.name().contains(word)))
                .toList();
    }
}
