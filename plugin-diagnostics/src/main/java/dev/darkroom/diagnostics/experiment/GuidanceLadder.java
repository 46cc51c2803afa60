package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationRequest.Choice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** Guidance 1, 3, 5, 7, 10 and 15 at one seed, plain and rescaled (Lin et al. 2023, arXiv:2305.08891): where does it burn? */
@Extension
public final class GuidanceLadder implements Experiment {

    private static final double[] SCALES = {1, 3, 5, 7, 10, 15};

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "guidance-ladder", "Guidance ladder", "Guidance 1 to 15 at one seed, plain and rescaled.");
    }

    @Override
    public String factor() {
        return "guidance scale";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.GUIDANCE_STRONG);
    }

    @Override
    public int pictures(Case subject) {
        return 2 * SCALES.length - 1;
    }

    @Override
    public double promise(Case subject) {
        return 0.05;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        return Suspects.modelIsWrong(subject)
                ? Optional.of("the model itself is misread or damaged")
                : Optional.empty();
    }

    @Override
    public List<Evidence> run(Case subject, Laboratory laboratory) {
        GenerationRequest asked = subject.question().request();
        Map<String, Double> burnt = new LinkedHashMap<>();
        StringBuilder line = new StringBuilder("burnt values by guidance:");
        for (double scale : SCALES) {
            for (String guidance : scale == 1 ? List.of("cfg") : List.of("cfg", "rescale")) {
                Shot shot = laboratory.shoot(asked.toBuilder()
                        .guidance(Choice.of(guidance))
                        .cfgScale(scale)
                        .build());
                double clipped = Pixels.clipped(shot.result().picture());
                burnt.put(guidance + " " + Text.number(scale), clipped);
                line.append(' ')
                        .append(Text.number(scale))
                        .append(guidance.equals("cfg") ? "" : " rescaled")
                        .append(' ')
                        .append(Text.percent(clipped));
            }
        }
        return List.of(Evidence.of(Causes.GUIDANCE_STRONG, Bearing.NEUTRAL, 0, line.toString())
                .withMeasures(burnt));
    }
}
