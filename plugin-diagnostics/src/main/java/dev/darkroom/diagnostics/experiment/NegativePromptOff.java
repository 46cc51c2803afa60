package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.generation.GenerationRequest;
import java.util.Arrays;
import java.util.Locale;
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

    /** A negative prompt that speaks of what the prompt asks for takes back what guidance gives. */
    @Override
    public double promise(Case subject) {
        Set<String> wanted = words(subject.setup().request().prompt());
        long unwanted = words(subject.setup().request().negativePrompt()).stream()
                .filter(wanted::contains)
                .count();
        return 2 * unwanted > wanted.size() ? 0.8 : 0.2;
    }

    private static Set<String> words(String text) {
        return Set.copyOf(Arrays.asList(text.toLowerCase(Locale.ROOT).strip().split("[^\\p{L}\\p{N}]+")));
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
