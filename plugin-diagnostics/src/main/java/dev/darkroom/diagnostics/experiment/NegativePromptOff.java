package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.generation.GenerationRequest;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** No negative prompt at the same seeds: does the picture show its prompt better? */
@Extension
public final class NegativePromptOff extends AlignmentExperiment {

    private static final double MARGIN = 0.03;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("negative-prompt", "Negative prompt off", "Compares with no negative prompt.");
    }

    @Override
    public String factor() {
        return "negative prompt";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.NEGATIVE_PROMPT);
    }

    @Override
    public double promise(Case subject) {
        return 0.2;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (subject.setup().request().negativePrompt().isBlank()) {
            return Optional.of("there is no negative prompt");
        }
        return super.obstacle(subject);
    }

    @Override
    double margin() {
        return MARGIN;
    }

    @Override
    GenerationRequest changed(Case subject, GenerationRequest request) {
        return request.toBuilder().negativePrompt("").build();
    }

    @Override
    String cause(Case subject) {
        return Causes.NEGATIVE_PROMPT;
    }

    @Override
    String change() {
        return "without the negative prompt";
    }
}
