package dev.darkroom.host.inspection;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.host.image.decode.PictureSource;
import dev.darkroom.host.pipeline.PictureInspector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares picture files with the first of them. */
public final class PictureComparer {

    private final PictureInspector inspector;
    private final InspectionSettings settings;

    /**
     * Creates a comparer.
     *
     * @param inspector looks at each picture
     * @param settings which inspectors look
     */
    public PictureComparer(PictureInspector inspector, InspectionSettings settings) {
        this.inspector = inspector;
        this.settings = settings;
    }

    /**
     * Compares. All pictures are in memory at once, which bounds their size.
     *
     * @param files two or more files
     * @return what became of each, in order
     * @throws InvalidRequestException if the pictures differ in size
     * @throws dev.darkroom.api.DarkroomException if one cannot be read
     */
    public List<ComparedPicture> compare(List<Path> files) {
        long mostPixels = Runtime.getRuntime().maxMemory() / FileInspector.BYTES_PER_PIXEL / files.size();
        List<Picture> pictures = new ArrayList<>();
        for (Path file : files) {
            try (PictureSource source = PictureSource.open(file, mostPixels)) {
                requireSameSize(files.get(0), pictures, file, source);
                pictures.add(source.read());
            }
        }
        List<ComparedPicture> compared = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            Picture picture = pictures.get(i);
            Inspected inspected =
                    inspector.inspect(inspector.styled(Inspection.of(picture)), settings, Inspected.NOTHING);
            Optional<Likeness> likeness =
                    i == 0 ? Optional.empty() : Optional.of(Likeness.of(pictures.get(0), picture));
            compared.add(new ComparedPicture(files.get(i), picture, inspected, likeness));
        }
        return compared;
    }

    private static void requireSameSize(Path first, List<Picture> before, Path file, PictureSource source) {
        if (before.isEmpty()) {
            return;
        }
        Picture reference = before.get(0);
        if (reference.width() != source.width() || reference.height() != source.height()) {
            throw new InvalidRequestException(file + ": expected " + reference.width() + "x" + reference.height()
                    + " pixels as " + first + " has, found " + source.width() + "x" + source.height()
                    + "; scale or crop one of them");
        }
    }
}
