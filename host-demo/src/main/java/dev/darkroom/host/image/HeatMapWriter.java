package dev.darkroom.host.image;

import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.picture.HeatMap;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.host.file.AtomicFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes where findings are: the picture, dimmed, under a glow from red (some) to yellow (look here). One file a finding
 * that has a map, {@code <picture>.<symptom>.png}, whole or not at all; what is there of that name is replaced.
 */
public final class HeatMapWriter {

    private static final double DIMMED = 0.6;
    private static final double STRONGEST = 0.85;

    private final Path folder;

    private HeatMapWriter(Path folder) {
        this.folder = folder;
    }

    /**
     * Returns a writer; makes its folder if it is missing.
     *
     * @param folder where the overlays go
     * @return the writer
     * @throws dev.darkroom.api.DarkroomException if the folder cannot be made or written to
     */
    public static HeatMapWriter in(Path folder) {
        AtomicFile.prepare(folder);
        return new HeatMapWriter(folder);
    }

    /**
     * Writes an overlay for each finding with a map.
     *
     * @param name what the picture is called; may begin with folders, which are made
     * @param picture the picture
     * @param findings what was found
     * @throws dev.darkroom.api.DarkroomException if one cannot be written
     */
    public void write(Path name, Picture picture, List<Finding> findings) {
        Set<String> written = new HashSet<>();
        for (Finding finding : findings) {
            if (finding.heatMap().isEmpty()) {
                continue;
            }
            String symptom = finding.symptom().id();
            String suffix = written.add(symptom) ? symptom : symptom + "-" + finding.inspector();
            Path target = folder.resolve(name).resolveSibling(name.getFileName() + "." + suffix + ".png");
            Path parent = target.getParent();
            if (parent != null && !parent.equals(folder)) {
                AtomicFile.prepare(parent);
            }
            Raster overlay = overlay(picture, finding.heatMap().get());
            AtomicFile.replace(target, PngEncoder.encode(overlay, List.of()));
        }
    }

    static Raster overlay(Picture picture, HeatMap map) {
        Raster raster = Raster.of(picture);
        double perColumn = (double) map.width() / raster.width;
        double perRow = (double) map.height() / raster.height;
        for (int y = 0; y < raster.height; y++) {
            double row = (y + 0.5) * perRow - 0.5;
            for (int x = 0; x < raster.width; x++) {
                double heat = between(map, (x + 0.5) * perColumn - 0.5, row);
                int at = y * raster.width + x;
                raster.rgb[at] = glow(raster.rgb[at], heat);
            }
        }
        return raster;
    }

    private static int glow(int rgb, double heat) {
        double opacity = STRONGEST * Math.sqrt(heat);
        int red = mixed(rgb >> 16 & 255, 255, opacity);
        int green = mixed(rgb >> 8 & 255, 255 * heat * heat, opacity);
        int blue = mixed(rgb & 255, 0, opacity);
        return red << 16 | green << 8 | blue;
    }

    private static int mixed(int picture, double glow, double opacity) {
        return (int) Math.round((1 - opacity) * DIMMED * picture + opacity * glow);
    }

    /** Linear between the centres of four cells; beyond the outermost centres it stays level. */
    private static double between(HeatMap map, double column, double row) {
        int left = (int) Math.floor(column);
        int top = (int) Math.floor(row);
        double right = column - left;
        double below = row - top;
        return (1 - below) * ((1 - right) * at(map, left, top) + right * at(map, left + 1, top))
                + below * ((1 - right) * at(map, left, top + 1) + right * at(map, left + 1, top + 1));
    }

    private static double at(HeatMap map, int x, int y) {
        return map.at(Math.max(0, Math.min(map.width() - 1, x)), Math.max(0, Math.min(map.height() - 1, y)));
    }
}
