package dev.darkroom.host.cli;

import dev.darkroom.host.Darkroom;
import dev.darkroom.host.DarkroomSettings;
import java.util.function.Function;

/** Opens the installation for a command, tells what is remarkable about its plugins, and closes it when the work is done. */
final class Opener {

    private final Console console;
    private final Function<DarkroomSettings, Darkroom> opening;

    Opener(Console console, Function<DarkroomSettings, Darkroom> opening) {
        this.console = console;
        this.opening = opening;
    }

    /** Returns what the work returns. */
    <E extends Exception> int with(DarkroomSettings settings, Work<Darkroom, E> work) throws E {
        try (Darkroom darkroom = opening.apply(settings)) {
            darkroom.plugins().notices().forEach(console::note);
            return work.on(darkroom);
        }
    }
}
