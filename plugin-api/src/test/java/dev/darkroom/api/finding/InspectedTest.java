package dev.darkroom.api.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectedTest {

    private static Finding finding(Symptom symptom, double score) {
        return Finding.of("test", symptom, score, Severity.WARN, "seen", Map.of());
    }

    @Test
    void aSymptomScoresAsHighAsItsFindings() {
        Inspected inspected = new Inspected(
                Map.of(Symptom.BLUR, 0.2, Symptom.NOISE, 0.9),
                List.of(finding(Symptom.BLUR, 0.6), finding(Symptom.NOISE, 0.7), finding(Symptom.UNCHECKED, 0)));
        assertThat(inspected.scores()).containsExactly(Map.entry(Symptom.BLUR, 0.6), Map.entry(Symptom.NOISE, 0.9));
    }

    @Test
    void partsAreJoined() {
        Inspected all = Inspected.all(List.of(
                Inspected.of(Symptom.TILING, 0.3),
                Inspected.of(finding(Symptom.BLUR, 0.8)),
                Inspected.of(Symptom.TILING, 0.1),
                Inspected.NOTHING));
        assertThat(all.scores()).containsExactly(Map.entry(Symptom.BLUR, 0.8), Map.entry(Symptom.TILING, 0.3));
        assertThat(all.findings()).containsExactly(finding(Symptom.BLUR, 0.8));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.01, Double.NaN})
    void scoresAreProbabilities(double score) {
        assertThatThrownBy(() -> Inspected.of(Symptom.BLUR, score))
                .hasMessage("score of blur: expected a probability in [0,1], found " + score);
    }
}
