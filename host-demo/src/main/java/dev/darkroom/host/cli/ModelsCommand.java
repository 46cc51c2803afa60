package dev.darkroom.host.cli;

import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.ModelGraph;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.host.Darkroom;
import dev.darkroom.host.DarkroomSettings;
import dev.darkroom.host.pipeline.ModelEntry;
import dev.darkroom.host.precision.FolderSize;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "models", mixinStandardHelpOptions = true, description = "Lists the models on disk.")
final class ModelsCommand implements Runnable {

    private final Console console;
    private final Opener opener;

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
                entry.card().ifPresent(card -> print(card, darkroom));
                entry.problem()
                        .ifPresent(problem -> console.line(entry.folder().getFileName() + "  unusable: " + problem));
            }
            if (entries.isEmpty()) {
                console.note("no model found in " + settings.modelFolders());
            }
            return Cli.OK;
        });
    }

    private void print(ModelCard card, Darkroom darkroom) {
        console.line(card.id() + "  " + card.pipeline() + ", " + card.width() + "x" + card.height() + ", weights "
                + lower(card.weights()) + ", precision " + lower(card.precisions()));
        if (!card.defaults().isEmpty()) {
            console.line("        defaults " + new TreeMap<>(card.defaults()));
        }
        console.line("        " + card.folder());
        for (ModelGraph graph : darkroom.plugins()
                .registry(ModelLoader.class)
                .get(card.loader())
                .extension()
                .graphs(card)) {
            console.line(String.format(
                    Locale.ROOT,
                    "        %-14s %-4s %-4s %8.1f MB  %s",
                    graph.component(),
                    graph.precision().name().toLowerCase(Locale.ROOT),
                    graph.weights().name().toLowerCase(Locale.ROOT),
                    FolderSize.of(graph.file()) / 1e6,
                    graph.file().getFileName()));
        }
    }

    private static String lower(Set<? extends Enum<?>> values) {
        return String.join(
                "|",
                values.stream()
                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList());
    }
}
