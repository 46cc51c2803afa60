package dev.darkroom.host.cli;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.host.DarkroomSettings;
import dev.darkroom.host.image.DifferenceMap;
import dev.darkroom.host.image.LabelledGrid;
import dev.darkroom.host.image.PictureWriter;
import dev.darkroom.host.inspection.ComparedPicture;
import dev.darkroom.host.inspection.Likeness;
import dev.darkroom.host.inspection.PictureComparer;
import dev.darkroom.host.json.InspectionJson;
import dev.darkroom.host.json.JsonLine;
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
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares pictures with the first: PSNR, SSIM, and what the inspectors say of each.",
        footer = {"", "PSNR in dB over 8-bit RGB; SSIM as in Wang et al. 2004, the mean of the three channels."})
final class CompareCommand implements Callable<Integer> {

    private static final int[] MAGNIFIED = {1, 4, 16};

    /** A smaller change of a score is not worth a line. */
    private static final double WORTH_A_LINE = 0.01;

    private final Console console;
    private final Opener opener;

    @Parameters(arity = "0..*", paramLabel = "PICTURE", description = "The reference and what is compared with it.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "FILE.png",
            description = "Write the pictures side by side, and below each its differences x1, x4 and x16.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print one JSON object a picture.")
    private boolean json;

    @Mixin
    private InspectionOptions inspection = new InspectionOptions();

    @Mixin
    private InstallationOptions installation = new InstallationOptions();

    CompareCommand(Console console, Opener opener) {
        this.console = console;
        this.opener = opener;
    }

    @Override
    public Integer call() {
        if (files.size() < 2) {
            throw new InvalidRequestException(
                    "expected two pictures or more, as in: darkroom compare before.png after.png");
        }
        if (out != null) {
            requireRoomFor(out);
        }
        DarkroomSettings settings = installation.settings();
        InspectionSettings inspectors = inspection.over(inspection.configured(settings));
        return opener.with(settings, darkroom -> {
            darkroom.inspector().check(inspectors);
            List<ComparedPicture> compared = new PictureComparer(darkroom.inspector(), inspectors).compare(files);
            compared.forEach(each -> console.line(json ? object(each) : row(each, compared.get(0))));
            if (out != null) {
                write(out, compared);
            }
            return Cli.OK;
        });
    }

    /** A sheet in the place of a picture that was to be compared would be the end of it. */
    private void requireRoomFor(Path sheet) {
        if (!PictureWriter.namesPicture(sheet)) {
            throw new InvalidRequestException("--out: expected a file ending in .png, found \"" + sheet + "\"");
        }
        Path place = sheet.toAbsolutePath().normalize();
        for (Path file : files) {
            if (file.toAbsolutePath().normalize().equals(place)) {
                throw new InvalidRequestException(
                        "--out: expected a file of its own, found " + sheet + ", which is to be compared");
            }
        }
    }

    private static String row(ComparedPicture each, ComparedPicture first) {
        Picture picture = each.picture();
        StringBuilder row = new StringBuilder(each.file() + "  " + picture.width() + "x" + picture.height() + "  "
                + each.likeness().map(CompareCommand::figures).orElse("reference"));
        each.inspected().scores().forEach((symptom, score) -> {
            double before = score(first.inspected(), symptom);
            if (each.likeness().isPresent() && Math.abs(score - before) >= WORTH_A_LINE) {
                row.append(String.format(
                        Locale.ROOT, "%n    %-16s %.2f -> %.2f  (%+.2f)", symptom, before, score, score - before));
            }
        });
        return row.toString();
    }

    private static double score(Inspected inspected, Symptom symptom) {
        return inspected.scores().getOrDefault(symptom, 0.0);
    }

    private static String figures(Likeness likeness) {
        if (likeness.identical()) {
            return "identical";
        }
        String ssim = likeness.ssim().isPresent()
                ? String.format(Locale.ROOT, "SSIM %.4f", likeness.ssim().getAsDouble())
                : "SSIM needs 11x11 pixels";
        return String.format(
                Locale.ROOT,
                "PSNR %.2f dB  %s  mean difference %.4f  largest %.3f",
                likeness.psnr(),
                ssim,
                likeness.mean(),
                likeness.largest());
    }

    private static String object(ComparedPicture each) {
        return JsonLine.of(json -> {
            InspectionJson measured = new InspectionJson(json);
            json.writeStringField("file", each.file().toString());
            json.writeNumberField("width", each.picture().width());
            json.writeNumberField("height", each.picture().height());
            if (each.likeness().isPresent()) {
                Likeness likeness = each.likeness().get();
                measured.number("psnr", likeness.psnr());
                measured.number("ssim", likeness.ssim().orElse(Double.NaN));
                measured.number("meanDifference", likeness.mean());
                measured.number("largestDifference", likeness.largest());
                json.writeBooleanField("identical", likeness.identical());
            }
            measured.scores(each.inspected());
        });
    }

    private static void write(Path out, List<ComparedPicture> compared) {
        Picture first = compared.get(0).picture();
        List<String> names = compared.stream()
                .map(each -> each.file().getFileName().toString())
                .toList();
        new LabelledGrid(names, List.of("picture", "difference x1", "difference x4", "difference x16"))
                .write(out, first.width(), first.height(), (row, column) -> {
                    Picture picture = compared.get(column).picture();
                    if (row == 0) {
                        return Optional.of(picture);
                    }
                    return column == 0
                            ? Optional.empty()
                            : Optional.of(DifferenceMap.of(first, picture, MAGNIFIED[row - 1]));
                });
    }
}
