package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Laboratory;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.generation.GenerationRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.pf4j.Extension;

/** The prompt's first clause alone: is that shown better than within the whole prompt? */
@Extension
public final class SimplerPrompt extends PairedExperiment {

    private static final int MOST_WORDS = 8;
    private static final double MARGIN = 0.05;

    @Override
    public ExtensionInfo info() {
        return ExtensionInfo.of("simpler-prompt", "Simpler prompt", "Compares with the prompt's first clause.");
    }

    @Override
    public String factor() {
        return "prompt";
    }

    @Override
    public Set<String> causes() {
        return Set.of(Causes.PROMPT_TOO_LONG);
    }

    @Override
    public double promise(Case subject) {
        return 0.2;
    }

    @Override
    public Optional<String> obstacle(Case subject) {
        if (simple(subject.setup().request().prompt())
                .equals(subject.setup().request().prompt())) {
            return Optional.of("the prompt is one short clause");
        }
        if (subject.shot().alignment().isEmpty()) {
            return Optional.of("nothing installed measures how well a picture shows its prompt");
        }
        return super.obstacle(subject);
    }

    @Override
    String measure() {
        return "misalignment with the first clause";
    }

    @Override
    double margin() {
        return MARGIN;
    }

    @Override
    GenerationRequest changed(Case subject, GenerationRequest request) {
        return request.toBuilder().prompt(simple(request.prompt())).build();
    }

    /** A picture of one clause shows that clause better than a picture of more does, so that this alone proves nothing. */
    @Override
    boolean couldBeLikely(Case subject) {
        return false;
    }

    @Override
    double delta(Case subject, Shot base, Shot changed, Laboratory laboratory) {
        GenerationRequest simple = changed.result().request();
        OptionalDouble before =
                laboratory.bench().alignment(simple, base.result().picture());
        return misalignment(new Shot(base.id(), base.label(), base.result(), before), changed);
    }

    @Override
    List<Evidence> judge(Case subject, PairedEffect effect, Laboratory laboratory) {
        boolean better = effect.estimate() < -MARGIN;
        return List.of(Evidence.of(
                Causes.PROMPT_TOO_LONG,
                better ? Bearing.SUGGESTS : effect.equivalent() ? Bearing.EXCLUDES : Bearing.DOUBTS,
                better ? 0.3 : 0,
                "alone, the first clause is shown " + Text.number(Math.abs(effect.estimate()))
                        + (effect.estimate() < 0 ? " better" : " worse") + " (" + pairs(effect) + ")"));
    }

    /** Up to the first comma or full stop, and eight words of it. */
    static String simple(String prompt) {
        String clause = prompt.split("[,.;]", 2)[0].strip();
        String[] words = clause.split("\\s+");
        return words.length <= MOST_WORDS
                ? clause
                : String.join(" ", List.of(words).subList(0, MOST_WORDS));
    }
}
