package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.picture.Picture;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** Decodes the very latent of the picture in question in FP32: what differs was the decoder's doing. */
@Extension
public final class DecodeAgain implements Experiment {

    /** Above it two pictures look the same. */
    private static final double SAME = 40;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("decode-again", "Decode again", "Decodes the same latent in FP32.");
    }

    @Override
    public String factor() {
        return "precision of the decoder";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.FP16_DECODER);
    }

    @Override
    public int pictures(Case subject) {
        return 0;
    }

    @Override
    public double promise(Case subject) {
        return 0.97;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (subject.setup().request().precision() == Precision.FP32) {
            return Optional.of("the decoder ran in FP32");
        }
        if (subject.shot().result().latent().countNonFinite() > 0) {
            return Optional.of("the latent itself is not finite");
        }
        return subject.setup().model().precisions().contains(Precision.FP32)
                ? Optional.empty()
                : Optional.of("the model folder holds no FP32 decoder");
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        Latent latent = subject.shot().result().latent();
        Picture before = subject.shot().result().picture();
        GenerationRequest exact = cure(subject, Causes.FP16_DECODER).orElseThrow();
        Picture after = laboratory.bench().decode(exact, latent, laboratory.cancellation());
        if (before.countNonFinite() > 0) {
            boolean cured = after.countNonFinite() == 0;
            return List.of(Evidence.of(
                    Causes.FP16_DECODER,
                    cured ? Bearing.PROVES : Bearing.DOUBTS,
                    cured ? 1 : 0,
                    cured ? "the same latent decodes without NaN in FP32" : "the same latent gives NaN in FP32 too"));
        }
        double psnr = Pixels.decibels(before, after);
        return List.of(Evidence.of(
                        Causes.FP16_DECODER,
                        psnr > SAME ? Bearing.EXCLUDES : psnr < 25 ? Bearing.SUPPORTS : Bearing.SUGGESTS,
                        psnr > SAME ? 0 : Math.min(0.9, (SAME - psnr) / SAME + 0.4),
                        "decoded again in FP32 the picture differs by " + Text.number(psnr) + " dB")
                .withMeasures(Map.of("psnr", psnr)));
    }

    @Override
    public Optional<GenerationRequest> cure(Case subject, String cause) {
        return Optional.of(subject.question().request().toBuilder()
                .precision(Precision.FP32)
                .build());
    }
}
