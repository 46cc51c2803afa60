package dev.darkroom.host.cli;

import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.ModelGraph;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.host.digest.Sha256;
import dev.darkroom.host.file.FileFailure;
import dev.darkroom.host.precision.ReportFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Prints the SHA-256 of a model's graphs, beside what the reports of its variants say.")
final class ModelsVerifyCommand implements Callable<Integer> {

    private final Console console;
    private final Opener opener;

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "Model, or path of a model folder.")
    @Nullable
    private String model;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    ModelsVerifyCommand(Console console, Opener opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        return opener.with(installation.settings(), darkroom -> {
            ModelCard card = darkroom.models().find(Optional.ofNullable(model));
            ModelLoader loader = darkroom.plugins()
                    .registry(ModelLoader.class)
                    .get(card.loader())
                    .extension();
            Map<String, String> recorded = ReportFile.digests(card.folder());
            int changed = 0;
            for (ModelGraph graph : loader.graphs(card)) {
                String name = graph.component() + "/" + graph.file().getFileName();
                String digest = digest(graph.file());
                String expected = recorded.remove(name);
                changed += expected != null && !expected.equals(digest) ? 1 : 0;
                console.line(digest + "  " + name
                        + (expected == null
                                ? ""
                                : expected.equals(digest) ? "  as converted" : "  CHANGED since it was converted"));
            }
            for (String missing : recorded.keySet()) {
                if (missing.endsWith(".onnx")) {
                    changed++;
                    console.line(missing + "  MISSING; convert it again");
                }
            }
            return changed == 0 ? Cli.OK : Cli.FOUND;
        });
    }

    private static String digest(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw FileFailure.of("read", file, e);
        }
    }
}
