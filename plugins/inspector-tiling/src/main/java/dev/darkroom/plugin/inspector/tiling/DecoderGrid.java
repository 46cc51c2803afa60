package dev.darkroom.plugin.inspector.tiling;

import dev.darkroom.api.Options;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.inspection.Inspection;
import dev.darkroom.diagnostics.measure.Flatness;
import dev.darkroom.diagnostics.measure.PeriodicPattern;
import dev.darkroom.diagnostics.measure.Plane;
import dev.darkroom.diagnostics.measure.Score;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A pattern at the stride of the decoder, beyond what that decoder always leaves. */
final class DecoderGrid {

    /** Latent pixels of Stable Diffusion and its kin are this many picture pixels. */
    private static final int USUAL_PERIOD = 8;

    /**
     * The level, in 8-bit codes, that good pictures stay below: 95 % of 44 photographs without a decoder, and of 60 pictures of the
     * embedded model's decoder.
     */
    private static final double WITHOUT_DECODER = 0.04;

    private static final Map<String, Double> DECODERS = Map.of("emoji", 0.11);

    /** A decoder nobody measured is given some credit. */
    private static final double UNKNOWN_DECODER = 0.11;

    /** The excess, in 8-bit codes, that scores a half. */
    private static final double HALF = 0.23;

    private static final double STEEPNESS = 4;

    /** With fewer periods across or down, anything may repeat. */
    private static final int FEWEST = 8;

    /** What a small picture scores at most, and what a drawing may have of its own: a decoder leaves no area of one colour. */
    private static final double UNKNOWN = 0.3;

    /** From this excess of gradients at block borders that start at the corner, the pattern is that of JPEG. */
    private static final double JPEG_EDGES = 0.12;

    private DecoderGrid() {}

    static Inspected find(Plane luma, Inspection inspection, Options options) {
        int period = inspection
                .making()
                .map(making -> making.model().factor())
                .filter(factor -> factor > 1)
                .orElse(USUAL_PERIOD);
        double baseline = inspection
                .making()
                .map(making -> DECODERS.getOrDefault(making.model().id(), UNKNOWN_DECODER))
                .orElse(WITHOUT_DECODER);
        PeriodicPattern pattern = PeriodicPattern.of(luma, period);
        boolean jpeg = inspection.making().isEmpty() && pattern.aligned() && pattern.edges() > JPEG_EDGES;
        double excess = Math.max(0, pattern.level() - baseline);
        // A strong JPEG's blocks leave up to 0.3 codes of a pattern of their own.
        double probability = Score.above(excess, jpeg ? 2 * HALF : HALF, STEEPNESS);
        boolean unknown = Math.min(luma.width(), luma.height()) < FEWEST * period
                || Flatness.of(inspection).untouched();
        double score = unknown ? Math.min(UNKNOWN, probability) : probability;
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("level", pattern.level());
        measures.put("baseline", baseline);
        measures.put("significance", pattern.significance());
        measures.put("edges", pattern.edges());
        measures.put("jpegBlocks", jpeg ? 1.0 : 0.0);
        return Score.judge(
                Symptom.GRID,
                score,
                options,
                severity -> Finding.of(
                        TilingInspector.ID,
                        Symptom.GRID,
                        score,
                        severity,
                        String.format(
                                Locale.ROOT,
                                "a pattern of %.2f (of 255) repeats every %d pixels%s",
                                pattern.level(),
                                period,
                                jpeg ? " on top of the blocks of a JPEG" : ""),
                        measures));
    }
}
