package dev.darkroom.host.cli;

import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.Darkroom;
import dev.darkroom.host.DarkroomSettings;
import dev.darkroom.host.precision.AutoencoderCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
    private final Function<DarkroomSettings, Darkroom> opener;

    @Parameters(arity = "1..*", paramLabel = "PICTURE", description = "PNG, JPEG or WebP; cropped to the model's size.")
    private List<Path> pictures = new ArrayList<>();

    @Option(names = "--model", paramLabel = "NAME", description = "Model, or path of a model folder.")
    @Nullable
    private String model;

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    VaeCheckCommand(Console console, Function<DarkroomSettings, Darkroom> opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        try (Darkroom darkroom = opener.apply(installation.settings().withEngine("auto", Optional.empty()))) {
            ModelCard card = darkroom.models().find(Optional.ofNullable(model));
            console.line(String.format(
                    Locale.ROOT,
                    "%-9s %9s %9s %14s %8s  %s",
                    "PRECISION",
                    "PSNR",
                    "SSIM",
                    "COLOUR SHIFT",
                    "BLUR",
                    "FILE"));
            boolean broken = false;
            for (Path picture : pictures) {
                for (Precision precision : card.precisions().stream().sorted().toList()) {
                    GenerationRequest request = GenerationRequest.of("")
                            .model(card.folder().toString())
                            .precision(precision)
                            .inspection(InspectionSettings.NONE)
                            .build();
                    AutoencoderCheck.Loss loss = AutoencoderCheck.of(
                            darkroom.generation(), request, picture, card.width(), card.height(), new Cancellation());
                    broken |= loss.nonFinite() > 0;
                    console.line(line(precision, loss, picture));
                }
            }
            return broken ? Cli.FOUND : Cli.OK;
        }
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
                "%-9s %6.1f dB %9.3f %+4.1f %+4.1f %+4.1f %6.0f %%  %s",
                precision,
                loss.psnr(),
                loss.ssim(),
                255 * loss.shift()[0],
                255 * loss.shift()[1],
                255 * loss.shift()[2],
                100 * loss.blur(),
                picture);
    }
}
