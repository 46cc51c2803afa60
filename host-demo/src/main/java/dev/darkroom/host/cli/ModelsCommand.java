package dev.darkroom.host.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.ModelGraph;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.host.Darkroom;
import dev.darkroom.host.DarkroomSettings;
import dev.darkroom.host.json.JsonLine;
import dev.darkroom.host.pipeline.ModelEntry;
import dev.darkroom.host.precision.FolderSize;
import dev.darkroom.host.text.Words;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "models", mixinStandardHelpOptions = true, description = "Lists the models on disk.")
final class ModelsCommand implements Runnable {

    private final Console console;
    private final Opener opener;

    @Option(names = "--json", description = "Print one JSON object a model.")
    private boolean json;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    ModelsCommand(Console console, Opener opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public void run() {
        DarkroomSettings settings = installation.settings();
        opener.with(settings, darkroom -> {
            List<ModelEntry> entries = darkroom.models().list();
            for (ModelEntry entry : entries) {
                if (json) {
                    console.line(object(entry, darkroom));
                } else {
                    print(entry, darkroom);
                }
            }
            if (entries.isEmpty()) {
                console.note("no model found in " + settings.modelFolders());
            }
            return Cli.OK;
        });
    }

    private void print(ModelEntry entry, Darkroom darkroom) {
        entry.card().ifPresent(card -> print(card, darkroom));
        entry.problem().ifPresent(problem -> console.line(entry.folder().getFileName() + "  unusable: " + problem));
    }

    private void print(ModelCard card, Darkroom darkroom) {
        console.line(card.id() + "  " + card.pipeline() + ", " + card.width() + "x" + card.height() + ", weights "
                + String.join("|", lower(card.weights())) + ", precision "
                + String.join("|", lower(card.precisions())));
        if (!card.defaults().isEmpty()) {
            console.line("        defaults " + new TreeMap<>(card.defaults()));
        }
        console.line("        " + card.folder());
        for (ModelGraph graph : graphs(card, darkroom)) {
            console.line(String.format(
                    Locale.ROOT,
                    "        %-14s %-4s %-4s %8.1f MB  %s",
                    graph.component(),
                    Words.lower(graph.precision()),
                    Words.lower(graph.weights()),
                    FolderSize.of(graph.file()) / 1e6,
                    graph.file().getFileName()));
        }
    }

    private static String object(ModelEntry entry, Darkroom darkroom) {
        return JsonLine.of(json -> {
            json.writeStringField("folder", entry.folder().toString());
            if (entry.card().isPresent()) {
                card(json, entry.card().get(), darkroom);
            }
            if (entry.problem().isPresent()) {
                json.writeStringField("problem", entry.problem().get());
            }
        });
    }

    private static void card(JsonGenerator json, ModelCard card, Darkroom darkroom) throws IOException {
        json.writeStringField("id", card.id());
        json.writeStringField("loader", card.loader());
        json.writeStringField("pipeline", card.pipeline());
        json.writeNumberField("width", card.width());
        json.writeNumberField("height", card.height());
        json.writeStringField("prediction", Words.lower(card.prediction()));
        JsonLine.texts(json, "weights", lower(card.weights()));
        JsonLine.texts(json, "precisions", lower(card.precisions()));
        JsonLine.texts(json, "defaults", new TreeMap<>(card.defaults()));
        json.writeArrayFieldStart("graphs");
        for (ModelGraph graph : graphs(card, darkroom)) {
            json.writeStartObject();
            json.writeStringField("component", graph.component());
            json.writeStringField("precision", Words.lower(graph.precision()));
            json.writeStringField("weights", Words.lower(graph.weights()));
            json.writeStringField("file", graph.file().toString());
            json.writeNumberField("bytes", FolderSize.of(graph.file()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static List<ModelGraph> graphs(ModelCard card, Darkroom darkroom) {
        return darkroom.plugins()
                .registry(ModelLoader.class)
                .get(card.loader())
                .extension()
                .graphs(card);
    }

    private static List<String> lower(Set<? extends Enum<?>> values) {
        return values.stream().map(Words::lower).sorted().toList();
    }
}
