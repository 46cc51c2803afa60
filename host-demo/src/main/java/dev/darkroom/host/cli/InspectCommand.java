package dev.darkroom.host.cli;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.picture.Style;
import dev.darkroom.host.DarkroomSettings;
import dev.darkroom.host.image.HeatMapWriter;
import dev.darkroom.host.inspection.FileInspector;
import dev.darkroom.host.inspection.PictureFiles;
import java.nio.file.Path;
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
        name = "inspect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Looks at pictures of any making and says what is wrong with them.",
        footer = {
            "",
            "PNG, JPEG and WebP up to 67 megapixels; transparency on white, of an animation the first frame.",
            "Exit codes: 0 done, 1 a finding reached --fail-on, 2 bad request, 3 a file could not be read (the others",
            "are inspected all the same), 130 interrupted."
        })
final class InspectCommand implements Callable<Integer> {

    private final Console console;
    private final Opener opener;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|DIR",
            description = "Pictures, and folders whose .png, .jpg, .jpeg and .webp files are inspected.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--recursive", description = "Look into folders in folders too.")
    private boolean recursive;

    @Option(
            names = "--style",
            paramLabel = "photo|illustration|flat|auto",
            description = "What the pictures are; inspectors judge by it. Default: auto, told picture by picture.")
    private StyleChoice style = StyleChoice.AUTO;

    @Option(names = "--json", description = "Print one JSON object a file, with the score of every symptom looked for.")
    private boolean json;

    @Option(
            names = "--heatmaps",
            paramLabel = "DIR",
            description = "Write where findings are, as FILE.SYMPTOM.png in this folder.")
    private @Nullable Path heatMaps;

    @Option(
            names = "--fail-on",
            paramLabel = "info|warn|severe",
            description = "Exit with 1 on such a finding, or a graver one.")
    private @Nullable Severity failOn;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many files are inspected at once. Default: one a processor, as far as memory allows.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--quiet", description = "No progress, no remarks, no count at the end.")
    private boolean quiet;

    @Mixin
    private InspectionOptions inspection = new InspectionOptions();

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    InspectCommand(Console console, Opener opener) {
        this.console = console;
        this.opener = opener;
    }

    /** A style, or that it is to be told. */
    enum StyleChoice {
        AUTO,
        PHOTO,
        ILLUSTRATION,
        FLAT;

        Optional<Style> style() {
            return this == AUTO ? Optional.empty() : Optional.of(Style.valueOf(name()));
        }
    }

    @Override
    public Integer call() {
        if (paths.isEmpty()) {
            throw new InvalidRequestException(
                    "expected a picture or a folder of pictures, as in: darkroom inspect picture.png");
        }
        if (threads < 1) {
            throw new InvalidRequestException("--threads: expected 1 or more, found " + threads);
        }
        DarkroomSettings settings = installation.settings();
        InspectionSettings inspectors = inspectors(settings);
        PictureFiles files = PictureFiles.of(paths, recursive);
        if (files.files().isEmpty() && files.problems().isEmpty()) {
            throw new InvalidRequestException("expected pictures (" + String.join(", ", PictureFiles.EXTENSIONS)
                    + ") in " + paths.get(0) + ", found none" + (recursive ? "" : "; --recursive looks deeper"));
        }
        return opener.with(settings, darkroom -> {
            darkroom.inspector().check(inspectors);
            Optional<HeatMapWriter> writer = Optional.ofNullable(heatMaps).map(HeatMapWriter::in);
            if (!quiet) {
                files.remarks().forEach(console::note);
            }
            files.problems().forEach(console::error);
            FileInspector inspector =
                    new FileInspector(darkroom.inspector(), inspectors, style.style(), writer, threads);
            return inspect(inspector, files);
        });
    }

    /** Whoever calls this command wants to inspect, even if the file switches the inspection of generations off. */
    private InspectionSettings inspectors(DarkroomSettings settings) {
        InspectionSettings chosen = inspection.over(inspection.configured(settings));
        return new InspectionSettings(true, chosen.only(), chosen.except(), chosen.options());
    }

    private int inspect(FileInspector inspector, PictureFiles files) {
        return Interrupt.stops(console, "stopped; what was found so far stands", cancellation -> {
            InspectionReport report =
                    new InspectionReport(console, progress(files.files().size()), json, quiet);
            try (report) {
                inspector.inspect(files.files(), report, cancellation);
            }
            return code(report, files);
        });
    }

    private int code(InspectionReport report, PictureFiles files) {
        if (!quiet && files.files().size() > 1) {
            console.note(report.summary());
        }
        if (report.broken() > 0 || !files.problems().isEmpty()) {
            return Cli.FAILURE;
        }
        return failOn != null
                        && report.worst()
                                .filter(worst -> worst.compareTo(failOn) >= 0)
                                .isPresent()
                ? Cli.FOUND
                : Cli.OK;
    }

    private Progress progress(int files) {
        if (quiet) {
            return Progress.NONE;
        }
        return console.interactive()
                ? new BarProgress(console.err(), files)
                : new LineProgress(console.err(), "file", files);
    }
}
