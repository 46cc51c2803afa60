package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Decodes the same latents of known pictures with the decoder of another installed model of the same space: where that one brings
 * the pictures back better, this one is at fault.
 */
@Extension
public final class OtherDecoder extends ModelLint {

    /** In dB; sound decoders of one space differ by less, in either direction. */
    private static final double MARGIN = 2;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "other-decoder", "Another decoder", "Decodes known pictures' latents with another model's decoder.");
    }

    @Override
    public String factor() {
        return "decoder";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.DECODER);
    }

    @Override
    public double promise(Case subject) {
        return 0.6;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (subject.setup().model().factor() == 1) {
            return Optional.of("the model denoises pixels: there is no decoder");
        }
        return other(subject).isEmpty()
                ? Optional.of("no other model of this latent space and size is installed")
                : Optional.empty();
    }

    private static Optional<ModelCard> other(Case subject) {
        return Suspects.siblings(subject).stream().findFirst();
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        ModelCard other = other(subject).orElseThrow();
        Pairs pairs = new Pairs("dB of known pictures' round trip", MARGIN);
        for (KnownPictures.Known known : KnownPictures.of(subject, laboratory).known()) {
            GenerationRequest its =
                    known.request().toBuilder().model(other.id()).build();
            pairs.add("", psnr(known, known.request(), laboratory) - psnr(known, its, laboratory));
        }
        PairedEffect effect = pairs.effect();
        boolean better = Pairs.matters(effect) && effect.estimate() < 0;
        return List.of(Evidence.of(
                        Causes.DECODER,
                        better ? Bearing.SUPPORTS : effect.low() > -MARGIN ? Bearing.DOUBTS : Bearing.NEUTRAL,
                        better ? 0.7 : 0,
                        "the decoder of " + other.id() + " brings known pictures back "
                                + Text.number(Math.abs(effect.estimate())) + " dB "
                                + (effect.estimate() < 0 ? "better" : "worse") + ", " + Text.p(effect.pValue()))
                .withEffect(effect));
    }

    private static double psnr(KnownPictures.Known known, GenerationRequest request, Laboratory laboratory) {
        Picture decoded = laboratory.bench().decode(request, known.latent(), laboratory.cancellation());
        return decoded.countNonFinite() > 0 ? 0 : Pixels.decibels(known.picture(), decoded);
    }
}
