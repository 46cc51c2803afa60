package dev.darkroom.host.plugin;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names as people spell them. */
public final class Names {

    private static final int SUGGESTIONS = 3;

    private Names() {}

    /** Folds the spellings of one name: case, spaces, {@code _}, {@code -}, and {@code ++} for {@code pp}. */
    static String fold(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "").replace('+', 'p');
    }

    /**
     * Returns up to three ids that come near to what was asked for, nearest first.
     *
     * @param asked what the user wrote
     * @param namesById each id with every name it goes by
     */
    static List<String> nearest(String asked, Map<String, ? extends Collection<String>> namesById) {
        String folded = fold(asked);
        Map<String, Integer> distances = new LinkedHashMap<>();
        namesById.forEach((id, names) -> names.forEach(name -> {
            int distance = nearness(folded, fold(name));
            if (distance <= Math.max(1, folded.length() / 3)) {
                distances.merge(id, distance, Math::min);
            }
        }));
        return distances.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .limit(SUGGESTIONS)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Says that a name is not known and which are; names have no aliases. */
    public static String unknown(String kind, String asked, Collection<String> known) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        known.forEach(name -> names.put(name, List.of(name)));
        return unknown(kind, asked, names);
    }

    /** Says that a name is not known and which are. */
    static String unknown(String kind, String asked, Map<String, ? extends Collection<String>> namesById) {
        String start = "unknown " + kind + " \"" + Text.plain(asked) + "\": ";
        if (namesById.isEmpty()) {
            return start + "no " + kind + " is installed; `darkroom plugins` shows why";
        }
        List<String> near = nearest(asked, namesById);
        String known = "(known: "
                + String.join(
                        ", ",
                        namesById.keySet().stream()
                                .sorted(Comparator.naturalOrder())
                                .toList())
                + ")";
        return near.isEmpty()
                ? start + "nothing comes near it " + known
                : start + "did you mean " + String.join(" or ", near) + "? " + known;
    }

    /** A name that holds what was asked for (or is held by it) counts as one letter away. */
    private static int nearness(String asked, String name) {
        boolean part = (asked.length() >= 3 && name.contains(asked)) || (name.length() >= 3 && asked.contains(name));
        return part ? 1 : distance(asked, name);
    }

    /** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
