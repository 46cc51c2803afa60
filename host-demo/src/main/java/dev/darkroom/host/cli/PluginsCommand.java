package dev.darkroom.host.cli;

import dev.darkroom.host.json.JsonLine;
import dev.darkroom.host.plugin.PluginHealth;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.text.Words;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "plugins",
        mixinStandardHelpOptions = true,
        description = "Lists the plugins: what each contributes, or why it does not run and what to do.")
final class PluginsCommand implements Runnable {

    private final Console console;
    private final Opener opener;

    @Option(names = "--json", description = "Print one JSON object a plugin.")
    private boolean json;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    PluginsCommand(Console console, Opener opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public void run() {
        opener.with(installation.settings(), darkroom -> {
            darkroom.plugins().health().forEach(json ? plugin -> console.line(object(plugin)) : this::print);
            return Cli.OK;
        });
    }

    private void print(PluginHealth plugin) {
        console.line(Words.lower(plugin.state()) + "  " + plugin.id()
                + (plugin.version().isEmpty() ? "" : " " + plugin.version())
                + (plugin.extensions().isEmpty() ? "" : "  " + String.join(", ", plugin.extensions())));
        if (!plugin.reason().isEmpty()) {
            console.line("        " + plugin.reason() + " (" + plugin.file() + ")");
        }
        if (!plugin.whatToDo().isEmpty()) {
            console.line("        to do: " + plugin.whatToDo());
        }
    }

    private static String object(PluginHealth plugin) {
        return JsonLine.of(json -> {
            json.writeStringField("id", plugin.id());
            json.writeStringField("version", plugin.version());
            json.writeStringField("provider", plugin.provider());
            json.writeStringField("state", Words.lower(plugin.state()));
            JsonLine.texts(json, "extensions", plugin.extensions());
            json.writeStringField("reason", plugin.reason());
            json.writeStringField("whatToDo", plugin.whatToDo());
            json.writeStringField("file", plugin.file().toString());
            json.writeStringField("sha256", plugin.sha256());
            json.writeBooleanField("bundled", plugin.bundled());
        });
    }

    @Command(name = "enable", mixinStandardHelpOptions = true, description = "Switches a plugin on.")
    void enable(@Parameters(paramLabel = "ID", description = "The plugin's id.") String id) {
        switched(id, PluginHost::enable, "enabled ");
    }

    @Command(name = "disable", mixinStandardHelpOptions = true, description = "Switches a plugin off.")
    void disable(@Parameters(paramLabel = "ID", description = "The plugin's id.") String id) {
        switched(id, PluginHost::disable, "disabled ");
    }

    private void switched(String id, BiConsumer<PluginHost, String> how, String done) {
        opener.with(installation.settings(), darkroom -> {
            how.accept(darkroom.plugins(), id);
            console.line(done + id);
            return Cli.OK;
        });
    }
}
