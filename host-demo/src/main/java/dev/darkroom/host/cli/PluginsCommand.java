package dev.darkroom.host.cli;

import dev.darkroom.host.Darkroom;
import dev.darkroom.host.DarkroomSettings;
import dev.darkroom.host.plugin.PluginHealth;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "plugins",
        mixinStandardHelpOptions = true,
        description = "Lists the plugins: what each contributes, or why it does not run and what to do.")
final class PluginsCommand implements Runnable {

    private final Console console;
    private final Function<DarkroomSettings, Darkroom> opener;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    PluginsCommand(Console console, Function<DarkroomSettings, Darkroom> opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public void run() {
        try (Darkroom darkroom = opener.apply(installation.settings())) {
            darkroom.plugins().health().forEach(this::print);
            darkroom.plugins().notices().forEach(console::note);
        }
    }

    private void print(PluginHealth plugin) {
        console.line(plugin.state().name().toLowerCase(Locale.ROOT) + "  " + plugin.id()
                + (plugin.version().isEmpty() ? "" : " " + plugin.version())
                + (plugin.extensions().isEmpty() ? "" : "  " + String.join(", ", plugin.extensions())));
        if (!plugin.reason().isEmpty()) {
            console.line("        " + plugin.reason() + " (" + plugin.file() + ")");
        }
        if (!plugin.whatToDo().isEmpty()) {
            console.line("        to do: " + plugin.whatToDo());
        }
    }

    @Command(name = "enable", mixinStandardHelpOptions = true, description = "Switches a plugin on.")
    void enable(@Parameters(paramLabel = "ID", description = "The plugin's id.") String id) {
        try (Darkroom darkroom = opener.apply(installation.settings())) {
            darkroom.plugins().enable(id);
        }
        console.line("enabled " + id);
    }

    @Command(name = "disable", mixinStandardHelpOptions = true, description = "Switches a plugin off.")
    void disable(@Parameters(paramLabel = "ID", description = "The plugin's id.") String id) {
        try (Darkroom darkroom = opener.apply(installation.settings())) {
            darkroom.plugins().disable(id);
        }
        console.line("disabled " + id);
    }
}
