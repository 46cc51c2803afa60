package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.generation.Decoding;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.picture.Picture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Decodes the very latent of the picture in question in one piece: what differs, and how much more it differs along the borders
 * of the tiles, is the tiling's doing.
 */
@Extension
public final class TiledDecoding implements Experiment {

    /** Above it two pictures look the same. */
    private static final double SAME = 42;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("tiled-decoding", "Tiled decoding", "Decodes the same latent in one piece.");
    }

    @Override
    public String factor() {
        return "tiles of the decoder";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.TILED_DECODING);
    }

    @Override
    public int pictures(Case subject) {
        return 0;
    }

    @Override
    public double promise(Case subject) {
        return 0.96;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        return subject.shot().result().latent().countNonFinite() > 0
                ? Optional.of("the latent itself is not finite")
                : Optional.empty();
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        GenerationRequest request = subject.question().request();
        Decoding decoding = request.decoding();
        if (!decoding.splits(subject.setup().width(), subject.setup().height())) {
            return List.of(
                    Evidence.of(Causes.TILED_DECODING, Bearing.EXCLUDES, 0, "the latent was decoded in one piece"));
        }
        Picture whole = laboratory
                .bench()
                .decode(
                        cure(subject, Causes.TILED_DECODING).orElseThrow(),
                        subject.shot().result().latent(),
                        laboratory.cancellation());
        double psnr = Pixels.decibels(subject.shot().result().picture(), whole);
        boolean visible = psnr < SAME;
        boolean seams = visible && decoding.overlap() < decoding.tile() / 8;
        return List.of(Evidence.of(
                        Causes.TILED_DECODING,
                        seams ? Bearing.PROVES : visible ? Bearing.SUPPORTS : Bearing.EXCLUDES,
                        visible ? Math.min(0.9, 0.6 + (SAME - psnr) / SAME) : 0,
                        "decoded in one piece instead of tiles of " + decoding.tile() + " that overlap by "
                                + decoding.overlap() + ", the picture differs by " + Text.number(psnr) + " dB")
                .withMeasures(Map.of("psnr", psnr)));
    }

    @Override
    public Optional<GenerationRequest> cure(Case subject, String cause) {
        return Optional.of(subject.question().request().toBuilder()
                .decoding(Decoding.WHOLE)
                .build());
    }
}
