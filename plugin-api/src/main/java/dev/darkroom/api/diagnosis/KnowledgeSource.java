package dev.darkroom.api.diagnosis;

import dev.darkroom.api.Described;

/**
 * An extension that knows causes of defects: more rows for the knowledge base from which advisors and diagnosticians name
 * causes, remedies and sources. Nothing else need be in a plugin; one that brings an {@link Experiment} of its own describes
 * the causes it tests here.
 */
public interface KnowledgeSource extends Described {

    /**
     * Returns a knowledge file: a JSON object {@code {"causes": [...]}}. Each cause has an {@code id} that no other has, {@code
     * symptoms} it may show as, a {@code summary}, what would {@code tell} it apart, {@code remedies} of which the last names no
     * fact, and {@code sources}: the threads and papers it is known from. Asked once.
     *
     * @return the content of the file, up to a million characters
     */
    String knowledge();
}
