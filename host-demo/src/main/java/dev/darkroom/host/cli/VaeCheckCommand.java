package dev.darkroom.host.cli;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.Darkroom;
import dev.darkroom.host.inspection.PictureReader;
import dev.darkroom.host.json.JsonLine;
import dev.darkroom.host.precision.AutoencoderCheck;
import dev.darkroom.host.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "vae-check",
        mixinStandardHelpOptions = true,
        description =
                "Encodes and decodes pictures with a model's autoencoder, in every precision it has, and says what is"
                        + " lost: all that a picture of this model can ever show.")
final class VaeCheckCommand implements Callable<Integer> {

    private final Console console;
    private final Opener opener;

    @Parameters(arity = "1..*", paramLabel = "PICTURE", description = "PNG, JPEG or WebP; cropped to the model's size.")
    private List<Path> pictures = new ArrayList<>();

    @Option(names = "--model", paramLabel = "NAME", description = "Model, or path of a model folder.")
    @Nullable
    private String model;

    @Option(names = "--json", description = "Print one JSON object a picture and precision.")
    private boolean json;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    VaeCheckCommand(Console console, Opener opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        return opener.with(
                installation.settings().withEngine("auto", Optional.empty()),
                darkroom -> Interrupt.stops(console, "stopped", cancellation -> check(darkroom, cancellation)));
    }

    private int check(Darkroom darkroom, Cancellation cancellation) {
        ModelCard card = darkroom.models().find(Optional.ofNullable(model));
        if (!json) {
            console.line(String.format(
                    Locale.ROOT,
                    "%-9s %9s %9s %14s %8s  %s",
                    "PRECISION",
                    "PSNR",
                    "SSIM",
                    "COLOUR SHIFT",
                    "BLUR",
                    "FILE"));
        }
        int code = Cli.OK;
        for (Path file : pictures) {
            Optional<Picture> picture = read(file);
            if (picture.isEmpty()) {
                code = Cli.FAILURE;
            } else if (!check(darkroom, card, file, picture.get(), cancellation)) {
                code = Math.max(code, Cli.FOUND);
            }
        }
        return code;
    }

    /** Returns a picture, or says why there is none: the others are checked all the same. */
    private Optional<Picture> read(Path file) {
        try {
            return Optional.of(PictureReader.read(file));
        } catch (DarkroomException e) {
            String why = String.valueOf(e.getMessage());
            console.error(why);
            if (json) {
                console.line(JsonLine.of(fields -> {
                    fields.writeStringField("file", file.toString());
                    fields.writeStringField("error", why);
                }));
            }
            return Optional.empty();
        }
    }

    /** Returns whether every precision of the decoder stays finite. */
    private boolean check(Darkroom darkroom, ModelCard card, Path file, Picture picture, Cancellation cancellation) {
        boolean finite = true;
        for (Precision precision : card.precisions().stream().sorted().toList()) {
            GenerationRequest request = GenerationRequest.of("")
                    .model(card.folder().toString())
                    .precision(precision)
                    .inspection(InspectionSettings.NONE)
                    .build();
            AutoencoderCheck.Loss loss = AutoencoderCheck.of(
                    darkroom.generation(), request, picture, card.width(), card.height(), cancellation);
            finite &= loss.nonFinite() == 0;
            console.line(json ? object(precision, loss, file) : line(precision, loss, file));
        }
        return finite;
    }

    private static String object(Precision precision, AutoencoderCheck.Loss loss, Path picture) {
        return JsonLine.of(json -> {
            json.writeStringField("file", picture.toString());
            json.writeStringField("precision", Words.lower(precision));
            JsonLine.number(json, "psnr", loss.psnr());
            JsonLine.number(json, "ssim", loss.ssim());
            json.writeArrayFieldStart("colourShift");
            for (double shift : loss.shift()) {
                JsonLine.number(json, shift);
            }
            json.writeEndArray();
            JsonLine.number(json, "blur", loss.blur());
            json.writeNumberField("nonFinite", loss.nonFinite());
        });
    }

    private static String line(Precision precision, AutoencoderCheck.Loss loss, Path picture) {
        if (loss.nonFinite() > 0) {
            return String.format(
                    Locale.ROOT,
                    "%-9s %d values are not finite: the decoder overflows; convert again or use --precision fp32  %s",
                    precision,
                    loss.nonFinite(),
                    picture);
        }
        return String.format(
                Locale.ROOT,
                "%-9s %6.1f dB %9.3f %+4.1f %+4.1f %+4.1f %8s  %s",
                precision,
                loss.psnr(),
                loss.ssim(),
                255 * loss.shift()[0],
                255 * loss.shift()[1],
                255 * loss.shift()[2],
                Double.isNaN(loss.blur()) ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * loss.blur()),
                picture);
    }
}
