package dev.darkroom.benchmark.diagnosis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fault, injected so that a diagnosis sees only what a user has: options and a model folder.
 *
 * @param name what it is called in the tables
 * @param kind why it is here
 * @param causes the causes that name it, the expected one first; none where no cause may be called likely
 * @param options what is said on the command line
 * @param prompt what becomes of the prompt
 * @param variant the precision whose files are made first, as {@code darkroom convert} names it; empty for none
 * @param damage what is done to a copy of the model folder; empty if it stays as it is
 */
record Fault(
        String name,
        Kind kind,
        List<String> causes,
        List<String> options,
        Wording prompt,
        Optional<String> variant,
        Optional<Damage> damage) {

    /** Why a fault is here. */
    enum Kind {
        /** Nothing is wrong; a likely cause is a false alarm. */
        UNHARMED,
        /** A fault that the experiments were written for. */
        KNOWN,
        /** A fault that nobody had in mind; "unknown" is an answer, another likely cause is a mistake. */
        UNFORESEEN
    }

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

    static Fault unharmed(String name, String... options) {
        return plain(name, Kind.UNHARMED, List.of()).with(options);
    }

    static Fault known(String name, String cause) {
        return plain(name, Kind.KNOWN, List.of(cause));
    }

    static Fault unforeseen(String name, String... causes) {
        return plain(name, Kind.UNFORESEEN, List.of(causes));
    }

    private static Fault plain(String name, Kind kind, List<String> causes) {
        return new Fault(name, kind, causes, List.of(), prompt -> prompt, Optional.empty(), Optional.empty());
    }

    /** Returns this fault, found under another name too. */
    Fault or(String cause) {
        List<String> more = new ArrayList<>(causes);
        more.add(cause);
        return new Fault(name, kind, more, options, prompt, variant, damage);
    }

    Fault with(String... said) {
        return new Fault(name, kind, causes, List.of(said), prompt, variant, damage);
    }

    Fault worded(Wording wording) {
        return new Fault(name, kind, causes, options, wording, variant, damage);
    }

    Fault folder(Damage done) {
        return new Fault(name, kind, causes, options, prompt, variant, Optional.of(done));
    }

    /** Returns this fault in files of another precision, which are used. */
    Fault in(String precision) {
        List<String> more = new ArrayList<>(options);
        more.addAll(List.of("--precision", precision));
        return new Fault(name, kind, causes, more, prompt, Optional.of(precision), damage);
    }
}
