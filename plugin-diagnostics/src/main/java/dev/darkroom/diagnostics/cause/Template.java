package dev.darkroom.diagnostics.cause;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line with facts in braces: {@code "{steps} steps; 20 or more are usual"}. */
final class Template {

    private static final Pattern HOLE = Pattern.compile("\\{([^{}]*)}");

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
            hole.appendReplacement(filled, Matcher.quoteReplacement(value.get()));
        }
        return Optional.of(hole.appendTail(filled).toString());
    }

    /** Returns the text with its braces. */
    @Override
    public String toString() {
        return text;
    }
}
