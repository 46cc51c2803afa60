package dev.darkroom.diagnostics.cause;

import dev.darkroom.api.Plural;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line with facts in braces: {@code "{sampler} with {steps step}"}. A noun behind a fact is what it counts:
 * {@code 1 step}, {@code 20 steps}.
 */
final class Template {

    private static final Pattern HOLE = Pattern.compile("\\{([^{} ]*)( [^{}]*)?}");
    private static final Pattern NOUN = Pattern.compile(" \\p{Lower}[\\p{Lower} -]*");

    private final String text;

    private Template(String text) {
        this.text = text;
    }

    /**
     * Reads a template.
     *
     * @throws KnowledgeException if it is blank, has more than one line or names no fact
     */
    static Template parse(String text) {
        if (text.isBlank() || text.indexOf('\n') >= 0) {
            throw new KnowledgeException("text \"" + text.replace("\n", "\\n") + "\": expected one line");
        }
        Matcher hole = HOLE.matcher(text);
        while (hole.find()) {
            if (!Facts.isName(hole.group(1))) {
                throw new KnowledgeException("text \"" + text + "\": unknown fact \"" + hole.group(1) + "\"");
            }
            if (hole.group(2) != null && !NOUN.matcher(hole.group(2)).matches()) {
                throw new KnowledgeException("text \"" + text
                        + "\": expected a fact or a fact and a noun, as in {steps step}," + " found " + hole.group());
            }
        }
        return new Template(text);
    }

    /** Returns the line with every fact in its place, or empty if one is not known. */
    Optional<String> fill(Facts facts) {
        StringBuilder filled = new StringBuilder();
        Matcher hole = HOLE.matcher(text);
        while (hole.find()) {
            Optional<String> value = facts.text(hole.group(1));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            String noun = hole.group(2);
            String words = noun == null ? value.get() : Plural.of(value.get(), noun.strip());
            hole.appendReplacement(filled, Matcher.quoteReplacement(words));
        }
        return Optional.of(hole.appendTail(filled).toString());
    }

    /** Returns the text with its braces. */
    @Override
    public String toString() {
        return text;
    }
}
