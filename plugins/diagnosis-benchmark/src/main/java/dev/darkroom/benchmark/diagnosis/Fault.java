package dev.darkroom.benchmark.diagnosis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A fault, injected so that a diagnosis sees only what a user has: options and a model folder.
 *
 * @param name what it is called in the tables
 * @param causes the causes that name it, the expected one first; none for an unharmed generation
 * @param options what is said on the command line
 * @param prompt what becomes of the prompt
 * @param damage what is done to a copy of the model folder; empty if it stays as it is
 */
record Fault(String name, List<String> causes, List<String> options, Wording prompt, Optional<Damage> damage) {

    /** Copies the lists. */
    Fault {
        causes = List.copyOf(causes);
        options = List.copyOf(options);
    }

    /** Changes a model folder. */
    @FunctionalInterface
    interface Damage {
        void apply(Path folder) throws IOException;
    }

    /** Changes a prompt. */
    @FunctionalInterface
    interface Wording {
        String of(String prompt);
    }

    static Fault options(String name, String cause, String... options) {
        return new Fault(name, List.of(cause), List.of(options), prompt -> prompt, Optional.empty());
    }

    static Fault clean(String name, String... options) {
        return new Fault(name, List.of(), List.of(options), prompt -> prompt, Optional.empty());
    }

    static Fault folder(String name, String cause, Damage damage) {
        return new Fault(name, List.of(cause), List.of(), prompt -> prompt, Optional.of(damage));
    }

    Fault or(String cause) {
        List<String> more = new java.util.ArrayList<>(causes);
        more.add(cause);
        return new Fault(name, more, options, prompt, damage);
    }

    Fault with(Wording wording) {
        return new Fault(name, causes, options, wording, damage);
    }

    boolean isClean() {
        return causes.isEmpty();
    }
}
