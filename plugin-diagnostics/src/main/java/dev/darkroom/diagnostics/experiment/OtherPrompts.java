package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.ModelBench;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Other prompts at the same seed: does the symptom follow the prompt and its style? The captions of the model's own pictures are
 * asked first, since it surely knows what they say.
 */
@Extension
public final class OtherPrompts extends Recurrence {

    private static final List<String> PLAIN =
            List.of("a red apple on a white table", "a cat on a sofa", "a house beside a lake", "a sailing boat");

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of(
                "other-prompts", "Other prompts", "Looks for the symptom in pictures of other prompts.");
    }

    @Override
    public String factor() {
        return "prompt";
    }

    @Override
    public Set<String> causes() {
        return Set.of(cause());
    }

    @Override
    String cause() {
        return Causes.PROMPT_STYLE;
    }

    @Override
    String others() {
        return "other prompts";
    }

    @Override
    public double promise(Case subject) {
        return 0.22;
    }

    @Override
    List<GenerationRequest> requests(Case subject, Laboratory laboratory) {
        GenerationRequest asked = subject.question().request();
        return Stream.concat(laboratory.bench().samples(asked).stream().map(ModelBench.Sample::caption), PLAIN.stream())
                .filter(prompt -> !prompt.isBlank() && !prompt.equals(asked.prompt()))
                .distinct()
                .limit(OTHERS)
                .map(prompt -> asked.toBuilder().prompt(prompt).build())
                .toList();
    }
}
