package dev.darkroom.host.cli;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.model.GraphCheck;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.ModelGraph;
import dev.darkroom.api.model.ModelLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Looks at every graph of a model: form, operators that cannot run or run badly here, broken weights.")
final class ModelsCheckCommand implements Callable<Integer> {

    private final Console console;
    private final Opener opener;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "Model, or path of a model folder.")
    @Nullable
    private String model;

    @Option(names = "--device", paramLabel = "NAME", description = "Where it would run: auto, cpu or cuda[:N].")
    private String device = "auto";

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    ModelsCheckCommand(Console console, Opener opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        return opener.with(installation.settings().withEngine(device, Optional.empty()), darkroom -> {
            ModelCard card = darkroom.models().find(Optional.ofNullable(model));
            ModelLoader loader = darkroom.plugins()
                    .registry(ModelLoader.class)
                    .get(card.loader())
                    .extension();
            // What was asked for counts, also where this machine has no such device.
            String where = device.startsWith("cuda") ? device : darkroom.device();
            List<String> refusals = new ArrayList<>();
            for (ModelGraph graph : loader.graphs(card)) {
                refusals.addAll(check(loader, graph, where));
            }
            return refusals.isEmpty() ? Cli.OK : Cli.FOUND;
        });
    }

    private List<String> check(ModelLoader loader, ModelGraph graph, String where) {
        String name = graph.component() + "/" + graph.file().getFileName();
        try {
            GraphCheck check = loader.check(graph, where);
            console.line((check.refusals().isEmpty() ? check.warnings().isEmpty() ? "ok    " : "warn  " : "bad   ")
                    + name + "  " + check.form());
            check.refusals().forEach(line -> console.line("        " + line));
            check.warnings().forEach(line -> console.line("        " + line));
            return check.refusals();
        } catch (DarkroomException e) {
            console.line("bad   " + name);
            console.line("        " + e.getMessage());
            return List.of(String.valueOf(e.getMessage()));
        }
    }
}
