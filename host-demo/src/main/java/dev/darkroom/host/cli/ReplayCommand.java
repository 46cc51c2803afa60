package dev.darkroom.host.cli;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.host.report.HtmlReport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Makes the report of a diagnosis again from the bundle beside it; no model is needed.")
final class ReplayCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(arity = "0..1", paramLabel = "BUNDLE", description = "A bundle.json of darkroom diagnose --report.")
    private @Nullable Path bundle;

    @Option(names = "--out", paramLabel = "FILE.html", description = "Where the page goes. Default: beside the bundle")
    private @Nullable Path out;

    @Option(names = "--debug", description = "Log in detail and show where a failure comes from.")
    private boolean debug;

    ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (bundle == null) {
            throw new InvalidRequestException("expected a bundle, as in: darkroom replay report/bundle.json");
        }
        Path page = out == null ? bundle.resolveSibling("report.html") : out;
        console.line(HtmlReport.replay(bundle, page).toString());
        return Cli.OK;
    }
}
