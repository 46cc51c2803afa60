package dev.darkroom.host.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.darkroom.api.Alias;
import dev.darkroom.api.Described;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.host.json.JsonLine;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.Registered;
import dev.darkroom.host.text.Words;
import java.io.IOException;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "samplers",
        mixinStandardHelpOptions = true,
        description = "Lists samplers, schedules, guidance, noise sources and inspectors, with aliases and options.")
final class SamplersCommand implements Runnable {

    private final Console console;
    private final Opener opener;

    @Option(names = "--json", description = "Print one JSON object an extension.")
    private boolean json;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    SamplersCommand(Console console, Opener opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public void run() {
        opener.with(installation.settings(), darkroom -> {
            list(darkroom.plugins(), Sampler.class, "samplers", "--sampler");
            list(darkroom.plugins(), NoiseSchedule.class, "schedules", "--schedule");
            list(darkroom.plugins(), Guidance.class, "guidance", "--guidance");
            list(darkroom.plugins(), NoiseSource.class, "noise sources", "--noise-source");
            list(darkroom.plugins(), PostCheck.class, "inspectors", "--inspectors");
            return Cli.OK;
        });
    }

    private <T extends Described> void list(PluginHost plugins, Class<T> point, String title, String choice) {
        if (!json) {
            console.line(title + " (" + choice + ")");
        }
        for (Registered<T> registered : plugins.registry(point).all()) {
            if (json) {
                console.line(object(registered, choice));
            } else {
                print(registered.info());
            }
        }
    }

    private void print(ExtensionInfo info) {
        console.line("  " + info.id() + "  " + info.displayName() + ": " + info.description());
        if (!info.aliases().isEmpty()) {
            console.line(
                    "        also " + info.aliases().stream().map(Alias::name).collect(Collectors.joining(", ")));
        }
        for (OptionSpec option : info.options()) {
            console.line("        " + option.name() + "=" + option.defaultValue() + range(option) + "  "
                    + option.description());
        }
    }

    private static String object(Registered<?> registered, String choice) {
        ExtensionInfo info = registered.info();
        return JsonLine.of(json -> {
            json.writeStringField("chosenBy", choice);
            json.writeStringField("id", info.id());
            json.writeStringField("name", info.displayName());
            json.writeStringField("description", info.description());
            json.writeStringField("source", info.source().orElse(null));
            json.writeStringField("plugin", registered.pluginId());
            json.writeStringField("version", registered.pluginVersion());
            json.writeArrayFieldStart("aliases");
            for (Alias alias : info.aliases()) {
                json.writeStartObject();
                json.writeStringField("name", alias.name());
                JsonLine.texts(json, "presets", new TreeMap<>(alias.presets()));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("options");
            for (OptionSpec option : info.options()) {
                option(json, option);
            }
            json.writeEndArray();
        });
    }

    private static void option(JsonGenerator json, OptionSpec option) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", option.name());
        json.writeStringField("type", Words.lower(option.type()));
        json.writeStringField("default", option.defaultValue());
        switch (option.type()) {
            case NUMBER -> {
                JsonLine.number(json, "min", option.min());
                JsonLine.number(json, "max", option.max());
            }
            case INTEGER -> {
                json.writeNumberField("min", (long) option.min());
                json.writeNumberField("max", (long) option.max());
            }
            case CHOICE -> JsonLine.texts(json, "choices", option.choices());
            case FLAG, TEXT -> {}
        }
        json.writeStringField("description", option.description());
        json.writeEndObject();
    }

    private static String range(OptionSpec option) {
        return switch (option.type()) {
            case NUMBER, INTEGER -> " (" + plain(option.min()) + " to " + plain(option.max()) + ")";
            case CHOICE -> " (" + String.join("|", option.choices()) + ")";
            case FLAG -> " (true|false)";
            case TEXT -> "";
        };
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e12
                ? Long.toString((long) bound)
                : Double.toString(bound);
    }
}
