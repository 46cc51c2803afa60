package dev.darkroom.host.cli;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.diagnosis.DiagnosisObserver;
import dev.darkroom.api.diagnosis.Diagnostician;
import dev.darkroom.api.diagnosis.Effort;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.diagnosis.Standing;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.host.Darkroom;
import dev.darkroom.host.DarkroomSettings;
import dev.darkroom.host.diagnosis.DiagnosisJson;
import dev.darkroom.host.diagnosis.GuardedDiagnostician;
import dev.darkroom.host.file.AtomicFile;
import dev.darkroom.host.inspection.PictureReader;
import dev.darkroom.host.plugin.Registered;
import dev.darkroom.host.recipe.Recipe;
import dev.darkroom.host.recipe.RecipeReader;
import dev.darkroom.host.report.HtmlReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "diagnose",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Finds out, by controlled experiments, why a picture is as it is.",
            "darkroom diagnose PICTURE.png reads how the picture was made; darkroom diagnose --prompt TEXT takes any"
                    + " option of darkroom generate."
        })
final class DiagnoseCommand implements Callable<Integer> {

    private final Console console;
    private final Opener opener;

    @Mixin
    private GenerateOptions options = new GenerateOptions();

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    @Parameters(arity = "0..*", paramLabel = "PICTURE.png", description = "A PNG that tells how it was made.")
    private List<String> pictures = new ArrayList<>();

    @Option(names = "--prompt", paramLabel = "TEXT", description = "What the picture shows.")
    private @Nullable String prompt;

    @Option(
            names = "--symptom",
            paramLabel = "NAME",
            description = "What is wrong, as inspectors call it: noise, blur, ...")
    private @Nullable String symptom;

    @Option(
            names = "--effort",
            paramLabel = "quick|normal|thorough|exhaustive",
            description = "How hard to try; exhaustive is the grid that the others spare.")
    private Effort effort = Effort.NORMAL;

    @Option(names = "--budget", paramLabel = "N", description = "How many pictures may be made.")
    private @Nullable Integer budget;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write report.html there, and bundle.json, of which darkroom replay makes it again.")
    private @Nullable Path report;

    @Spec
    private CommandSpec spec;

    DiagnoseCommand(Console console, Opener opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        DarkroomSettings settings = checked();
        InspectionSettings configured = options.inspection.configured(settings);
        return opener.with(settings, darkroom -> {
            Optional<Recipe> recipe = Optional.ofNullable(options.like).map(new RecipeReader(darkroom.plugins())::read);
            recipe.ifPresent(read -> read.notes().forEach(console::note));
            Question question = new Question(
                    request(darkroom, recipe, configured),
                    Optional.ofNullable(options.like).map(DiagnoseCommand::picture),
                    Optional.ofNullable(symptom).map(DiagnoseCommand::symptom),
                    effort,
                    budget == null ? effort.pictures() : budget);
            darkroom.check(question.request());
            // Told before the work, not after it.
            Optional.ofNullable(report).ifPresent(AtomicFile::prepare);
            return diagnose(darkroom, question);
        });
    }

    /** The one positional parameter is a picture: prompts, which may be of any words, have an option here. */
    private DarkroomSettings checked() {
        if ((prompt != null && !pictures.isEmpty()) || pictures.size() > 1) {
            throw new InvalidRequestException("expected one picture, or --prompt, found \"" + String.join(" ", pictures)
                    + "\"" + (prompt == null ? "" : " beside --prompt"));
        }
        if (prompt == null && pictures.isEmpty() && options.like == null) {
            throw new InvalidRequestException("expected a picture or a prompt, as in: darkroom diagnose picture.png, or"
                    + " darkroom diagnose --prompt \"a smiling cat\" --steps 4 --seed 7");
        }
        if (!pictures.isEmpty()) {
            options.like = Path.of(pictures.get(0));
        } else if (prompt != null) {
            options.prompt = List.of(prompt);
        }
        return options.engine(installation.settings());
    }

    private GenerationRequest request(Darkroom darkroom, Optional<Recipe> recipe, InspectionSettings configured) {
        GenerationRequest request = Requests.of(options, darkroom, recipe).request(configured);
        // A picture knows its own seed, so that its place among others of its run is of no matter.
        return recipe.isPresent() && options.seed == null
                ? request.toBuilder().count(1).batchSize(1).build()
                : request;
    }

    private static Picture picture(Path file) {
        return PictureReader.read(file);
    }

    private static Symptom symptom(String name) {
        try {
            return new Symptom(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("--symptom: " + e.getMessage(), e);
        }
    }

    private int diagnose(Darkroom darkroom, Question question) {
        Registered<Diagnostician> installed = darkroom.plugins().registry(Diagnostician.class).all().stream()
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        "expected a plugin that diagnoses, found none: see darkroom plugins"));
        GuardedDiagnostician diagnostician = new GuardedDiagnostician(
                "diagnostician " + installed.id(), darkroom.knowledge().taught(installed, Diagnostician::knowing));
        List<Experiment> experiments = darkroom.plugins().registry(Experiment.class).all().stream()
                .map(Registered::extension)
                .toList();
        return Interrupt.stops(console, "stopped before anything was known", cancellation -> {
            DiagnosisObserver observer =
                    options.quiet || options.json ? DiagnosisObserver.NONE : new DiagnosisProgress(console);
            Diagnosis diagnosis =
                    diagnostician.diagnose(question, darkroom.generation(), experiments, observer, cancellation);
            tell(diagnosis, question);
            if (report != null) {
                Path page =
                        HtmlReport.write(report, diagnosis, darkroom.generation(), CommandWords.of(spec), cancellation);
                (options.json ? console.err() : console.out()).println(page);
            }
            if (diagnosis.ending() == Diagnosis.Ending.CANCELLED) {
                console.error("stopped; this is what was known by then");
                return Cli.INTERRUPTED;
            }
            boolean likely = diagnosis.causes().stream().anyMatch(each -> each.standing() == Standing.LIKELY);
            return options.failOn != null && likely ? Cli.FOUND : Cli.OK;
        });
    }

    private void tell(Diagnosis diagnosis, Question question) {
        if (options.json) {
            console.line(DiagnosisJson.of(diagnosis));
        } else {
            new DiagnosisReport(console, question).print(diagnosis);
        }
    }
}
