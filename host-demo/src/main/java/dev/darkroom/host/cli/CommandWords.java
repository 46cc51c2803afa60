package dev.darkroom.host.cli;

import dev.darkroom.host.recipe.CommandText;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** The command line a command was called by, to be written down. */
final class CommandWords {

    private CommandWords() {}

    static String of(CommandSpec spec) {
        List<String> words = new ArrayList<>(List.of("darkroom"));
        words.addAll(spec.commandLine().getParseResult().originalArgs());
        return CommandText.of(words);
    }
}
