package dev.darkroom.diagnostics.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A condition on a run, as the knowledge file writes it: comparisons joined by {@code and}.
 *
 * <pre>
 * steps &lt; 10
 * cfgScale &gt; 10 and weights == raw
 * sampler ~ dpm_?2|uni
 * </pre>
 *
 * Numbers compare by {@code < <= > >= == !=}, words by {@code == !=} or by {@code ~} and {@code !~} with a regular expression that
 * must or must not be found in them. A comparison with a fact that is not known is false.
 */
final class Condition {

    private static final Pattern COMPARISON =
            Pattern.compile("\\s*([A-Za-z][\\w.-]*)\\s*(<=|>=|==|!=|<|>|!~|~)\\s*(.+?)\\s*");

    private final List<Comparison> comparisons;

    private Condition(List<Comparison> comparisons) {
        this.comparisons = comparisons;
    }

    private record Comparison(String fact, String operator, String word, Optional<Double> number) {

        boolean holds(Facts facts) {
            return facts.get(fact)
                    .map(value -> value instanceof Double found ? holds(found) : holds(value.toString()))
                    .orElse(false);
        }

        private boolean holds(double found) {
            if (number.isEmpty()) {
                return false;
            }
            double bound = number.get();
            return switch (operator) {
                case "<" -> found < bound;
                case "<=" -> found <= bound;
                case ">" -> found > bound;
                case ">=" -> found >= bound;
                case "==" -> found == bound;
                case "!=" -> found != bound;
                default -> false;
            };
        }

        private boolean holds(String found) {
            return switch (operator) {
                case "==" -> found.equals(word);
                case "!=" -> !found.equals(word);
                case "~" -> Pattern.compile(word).matcher(found).find();
                case "!~" -> !Pattern.compile(word).matcher(found).find();
                default -> false;
            };
        }
    }

    /**
     * Reads a condition.
     *
     * @param text as above
     * @return the condition
     * @throws KnowledgeException if the text is no condition or names no fact
     */
    static Condition parse(String text) {
        List<Comparison> comparisons = new ArrayList<>();
        for (String part : text.split("\\band\\b", -1)) {
            Matcher matcher = COMPARISON.matcher(part);
            if (!matcher.matches()) {
                throw bad(text, "expected comparisons such as \"steps < 10\" joined by \"and\"");
            }
            String fact = matcher.group(1);
            if (!Facts.isName(fact)) {
                throw bad(
                        text,
                        "unknown fact \"" + fact + "\"; known are measure.NAME and "
                                + String.join(
                                        ", ", Facts.NAMES.stream().sorted().toList()));
            }
            String operator = matcher.group(2);
            String word = matcher.group(3).toLowerCase(Locale.ROOT);
            Optional<Double> number = number(word);
            if (operator.endsWith("~")) {
                try {
                    Pattern.compile(word);
                } catch (PatternSyntaxException e) {
                    throw bad(text, "\"" + word + "\" is no regular expression");
                }
            } else if ((operator.startsWith("<") || operator.startsWith(">")) && number.isEmpty()) {
                throw bad(text, "expected a number after " + operator + ", found \"" + word + "\"");
            }
            comparisons.add(new Comparison(fact, operator, word, number));
        }
        return new Condition(List.copyOf(comparisons));
    }

    /** Returns whether every comparison holds. */
    boolean holds(Facts facts) {
        return comparisons.stream().allMatch(comparison -> comparison.holds(facts));
    }

    private static Optional<Double> number(String word) {
        try {
            return Optional.of(Double.parseDouble(word));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static KnowledgeException bad(String text, String why) {
        return new KnowledgeException("condition \"" + text + "\": " + why);
    }
}
