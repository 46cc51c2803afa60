package dev.darkroom.host.cli;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.Plural;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.sweep.SweepAnalysis;
import dev.darkroom.api.sweep.SweepAxis;
import dev.darkroom.api.sweep.SweepSample;
import dev.darkroom.host.Darkroom;
import dev.darkroom.host.DarkroomSettings;
import dev.darkroom.host.inspection.PictureReader;
import dev.darkroom.host.recipe.Recipe;
import dev.darkroom.host.recipe.RecipeReader;
import dev.darkroom.host.report.Fact;
import dev.darkroom.host.report.SweepReportMaker;
import dev.darkroom.host.sweep.Sweep;
import dev.darkroom.host.sweep.SweepCost;
import dev.darkroom.host.sweep.SweepFiles;
import dev.darkroom.host.sweep.SweepPlan;
import dev.darkroom.host.sweep.SweptPicture;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis =
                "darkroom sweep PROMPT... [any option of generate, with several values] [--seeds=N] [--out=DIR]",
        description = "Makes pictures with every combination of some options, measures and inspects each.",
        footer = {
            "",
            "  darkroom sweep \"a red apple\" --cfg-scale 1,4,7,15 --steps 4,8,16 --sampler ddim,unipc --seeds 4",
            "",
            "Several values stand with commas between, or the option is repeated. Each PROMPT is one argument. Run again,",
            "the same command goes on where it was stopped; with more values it makes only what is new."
        })
final class SweepCommand implements Callable<Integer> {

    /** More pictures than this are made only by whoever says so. */
    private static final BigInteger UNASKED = BigInteger.valueOf(1000);

    private final Console console;
    private final Opener opener;

    @Option(names = "--seeds", paramLabel = "N", description = "Pictures a cell and prompt; the seed rises by 1 each.")
    private int seeds = 1;

    @Option(names = "--out", paramLabel = "DIR", description = "Where everything goes. Default: sweep")
    private Path out = Path.of("sweep");

    @Option(names = "--yes", description = "Make more than 1000 pictures without asking.")
    private boolean yes;

    @Option(names = "--json", description = "Print one JSON object a picture.")
    private boolean json;

    @Option(names = "--quiet", description = "Print nothing but what was written.")
    private boolean quiet;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    private final Map<Path, Recipe> recipes = new HashMap<>();

    SweepCommand(Console console, Opener opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        SweepArguments given = new SweepArguments(arguments);
        List<SweepAxis> axes = given.axes();
        if (seeds < 1) {
            throw new InvalidRequestException("--seeds: expected 1 or more, found " + seeds);
        }
        if (axes.stream().anyMatch(axis -> axis.option().equals("seed"))) {
            throw new InvalidRequestException("--seed: expected one, the first, found several; --seeds N makes more");
        }
        GenerateOptions first = given.options(axes, new SweepPlan(axes, List.of(""), 0, 1, cell -> base()).cell(0));
        DarkroomSettings settings = first.engine(installation.settings());
        return opener.with(settings, darkroom -> sweep(darkroom, plan(darkroom, settings, given, axes, first)));
    }

    private static GenerationRequest base() {
        return GenerationRequest.of("").build();
    }

    private SweepPlan plan(
            Darkroom darkroom,
            DarkroomSettings settings,
            SweepArguments given,
            List<SweepAxis> axes,
            GenerateOptions first) {
        List<String> prompts = given.prompts();
        if (prompts.isEmpty() && first.like == null) {
            throw new InvalidRequestException(
                    "expected a prompt, as in: darkroom sweep \"a red apple\" --steps 4,8,16 (\"\" for anything)");
        }
        Function<List<Integer>, GenerationRequest> requests =
                cell -> request(darkroom, settings, given.options(axes, cell));
        GenerationRequest base = requests.apply(new SweepPlan(axes, List.of(""), 0, 1, requests).cell(0));
        return new SweepPlan(
                axes,
                prompts.isEmpty() ? List.of(base.prompt()) : prompts,
                first.seed == null && first.like == null ? 0 : base.seed(),
                seeds,
                requests);
    }

    private GenerationRequest request(Darkroom darkroom, DarkroomSettings settings, GenerateOptions options) {
        Optional<Recipe> recipe = Optional.ofNullable(options.like)
                .map(file -> recipes.computeIfAbsent(file, new RecipeReader(darkroom.plugins())::read));
        return Requests.of(options, darkroom, recipe).request(options.inspection.configured(settings));
    }

    private int sweep(Darkroom darkroom, SweepPlan plan) {
        String stopped = "stopped; finished pictures are kept, and the same command goes on from there";
        return Interrupt.stops(console, stopped, cancellation -> {
            Sweep.check(plan, darkroom.generation());
            SweepCost cost = SweepCost.of(plan, darkroom.generation(), cancellation);
            if (plan.pictures().compareTo(UNASKED) > 0 && !yes) {
                throw new InvalidRequestException("a sweep of " + plan.pictures() + " pictures: expected at most "
                        + UNASKED + " without --yes (" + told(cost) + ")");
            }
            if (!quiet) {
                console.note(told(cost));
            }
            return run(darkroom, plan, cost, cancellation);
        });
    }

    private static String told(SweepCost cost) {
        return String.format(
                Locale.ROOT,
                "%s, %s, about %.0f evaluations of the model, %s",
                Plural.of(cost.cells(), "cell"),
                Plural.of(cost.pictures(), "picture"),
                cost.evaluations(),
                time(cost.seconds()));
    }

    private static String time(double seconds) {
        if (seconds < 90) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        return seconds < 5400
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }

    private int run(Darkroom darkroom, SweepPlan plan, SweepCost cost, Cancellation cancellation) {
        Sweep sweep = new Sweep(plan, darkroom.generation(), out, result -> ResultNames.of(result, darkroom.plugins()));
        NestedProgress progress = console.interactive() && !quiet && !json
                ? new NestedProgress(console.err(), plan.pictures().longValueExact(), cost.evaluations())
                : null;
        SweepTelling telling = new SweepTelling(console, plan, progress, json, quiet);
        List<SweptPicture> pictures;
        try {
            pictures = sweep.run(telling, cancellation);
        } finally {
            if (progress != null) {
                progress.close();
            }
        }
        if (telling.before() > 0 && !quiet) {
            console.note(telling.before() + " of " + pictures.size() + " pictures were made before");
        }
        List<SweepSample> samples =
                pictures.stream().flatMap(picture -> picture.sample().stream()).toList();
        SweepFiles files = new SweepFiles(plan, pictures, out);
        written(files.csv());
        if (!samples.isEmpty()) {
            SweepAnalysis analysis = darkroom.analyse(plan.axes(), samples);
            written(files.json(analysis));
            files.grids(PictureReader::read).forEach(this::written);
            SweepReportMaker report = new SweepReportMaker(plan, pictures, analysis);
            Path page = out.resolve("sweep.html");
            report.write(page, PictureReader::read, facts(cost, samples.size()), CommandWords.of(spec));
            written(page);
            if (!quiet && !json) {
                report.conclusions().forEach(console::line);
            }
        }
        return telling.problems() > 0 ? Cli.FAILURE : Cli.OK;
    }

    /** Tells of a file; beside JSON nothing else is printed. */
    private void written(Path file) {
        (json ? console.err() : console.out()).println(file);
    }

    private static List<Fact> facts(SweepCost cost, int pictures) {
        return List.of(
                new Fact("software", Darkroom.software()),
                new Fact("cells", cost.cells().toString()),
                new Fact("pictures", pictures + " of " + cost.pictures()),
                new Fact("Java", System.getProperty("java.version")));
    }
}
