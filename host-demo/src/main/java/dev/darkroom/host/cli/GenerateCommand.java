package dev.darkroom.host.cli;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.host.Darkroom;
import dev.darkroom.host.DarkroomSettings;
import dev.darkroom.host.image.PictureWriter;
import dev.darkroom.host.recipe.PromptSyntax;
import dev.darkroom.host.recipe.Recipe;
import dev.darkroom.host.recipe.RecipeReader;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Makes pictures from a prompt, inspects them and writes them as PNG.")
final class GenerateCommand implements Callable<Integer> {

    private final Console console;
    private final Opener opener;

    @Mixin
    private GenerateOptions options = new GenerateOptions();

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    GenerateCommand(Console console, Opener opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        DarkroomSettings settings = checked();
        InspectionSettings configured = options.inspection.configured(settings);
        return opener.with(settings, darkroom -> {
            Optional<Recipe> recipe = Optional.ofNullable(options.like).map(new RecipeReader(darkroom.plugins())::read);
            GenerationRequest request = Requests.of(options, darkroom, recipe).request(configured);
            List<String> warnings = darkroom.check(request);
            if (!options.quiet) {
                warnings.forEach(console::note);
            }
            // Told before the work, not after it.
            PictureWriter writer = PictureWriter.to(options.out);
            remarkOn(request, recipe);
            return generate(darkroom, request, writer);
        });
    }

    private DarkroomSettings checked() {
        if (options.prompt.isEmpty() && options.like == null) {
            throw new InvalidRequestException(
                    "expected a prompt, as in: darkroom generate \"a smiling cat\" (\"\" for anything)");
        }
        return options.engine(installation.settings());
    }

    private void remarkOn(GenerationRequest request, Optional<Recipe> recipe) {
        if (options.quiet) {
            return;
        }
        recipe.ifPresent(read -> read.notes().forEach(console::note));
        if (recipe.isEmpty() || !options.prompt.isEmpty()) {
            PromptSyntax.remarks(request.prompt()).forEach(console::note);
        }
        if (request.prompt().isBlank()) {
            console.note("the prompt is empty: the model draws whatever it likes");
        }
        if (request.prompt().indexOf('\uFFFD') >= 0) {
            console.note("the prompt lost characters on its way here: set LC_ALL=C.UTF-8 or another UTF-8 locale");
        }
    }

    private int generate(Darkroom darkroom, GenerationRequest request, PictureWriter writer) {
        return Interrupt.stops(console, "stopped; finished pictures are kept", cancellation -> {
            Delivery delivery = new Delivery(darkroom.plugins(), writer, report(), progress(request), cancellation);
            try {
                darkroom.generation().generateEach(request, delivery, cancellation);
            } finally {
                // What kept a picture from being written is told rather than that this ended the work.
                delivery.close();
            }
            return code(delivery);
        });
    }

    private int code(Delivery delivery) {
        if (delivery.incomplete()) {
            return Cli.FAILURE;
        }
        return options.failOn != null
                        && delivery.worst()
                                .filter(s -> s.compareTo(options.failOn) >= 0)
                                .isPresent()
                ? Cli.FOUND
                : Cli.OK;
    }

    private Report report() {
        if (options.json) {
            return Report.json(console);
        }
        return options.quiet ? Report.paths(console) : Report.people(console);
    }

    private Progress progress(GenerationRequest request) {
        if (options.quiet || options.json) {
            return Progress.NONE;
        }
        int batches = (request.count() + request.batchSize() - 1) / request.batchSize();
        long steps = (long) batches * request.steps();
        return console.interactive()
                ? new BarProgress(console.err(), steps)
                : new LineProgress(console.err(), "step", steps);
    }
}
