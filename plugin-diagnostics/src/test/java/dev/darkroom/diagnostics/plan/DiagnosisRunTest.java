package dev.darkroom.diagnostics.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.diagnosis.Effort;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.diagnosis.Reproduction;
import dev.darkroom.api.diagnosis.Standing;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.diagnostics.verdict.Pairs;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;

/** From the question to the verdict and the fix. */
class DiagnosisRunTest extends DiagnosisFixture {

    @Test
    void aProvenCauseIsLikelyAndItsFixIsTriedAtTheSameSeed() {
        when(service.alignment(any(), any())).thenReturn(OptionalDouble.of(0.2), OptionalDouble.of(0.8));
        Diagnosis diagnosis = diagnose(question(24), experiment("prove", 0, (subject, laboratory) -> proof()));
        assertThat(diagnosis.causes().get(0).cause()).isEqualTo("too-few-steps");
        assertThat(diagnosis.causes().get(0).standing()).isEqualTo(Standing.LIKELY);
        assertThat(diagnosis.ending()).isEqualTo(Diagnosis.Ending.SETTLED);
        assertThat(diagnosis.fix()).hasValueSatisfying(fix -> {
            assertThat(fix.options()).containsExactly("--steps", "40");
            assertThat(fix.verified()).isTrue();
            assertThat(fix.after()).contains("shot-2");
            assertThat(fix.measuresAfter().get("misalignment"))
                    .isLessThan(fix.measuresBefore().get("misalignment"));
        });
        assertThat(diagnosis.sentence()).contains("likely (seen)").contains("cured by --steps 40");
        assertThat(diagnosis.cost().pictures()).isEqualTo(2);
    }

    @Test
    void aFixThatChangesNothingCuresNothing() {
        Diagnosis diagnosis = diagnose(question(24), experiment("pairs", 0, (subject, laboratory) -> {
            Pairs pairs = new Pairs("misalignment", 0.01);
            for (int k = 0; k < 8; k++) {
                pairs.add("", -0.5 - 0.01 * k);
            }
            return List.of(
                    Evidence.of("too-few-steps", Bearing.PROVES, 0.9, "seen").withEffect(pairs.effect()));
        }));
        assertThat(diagnosis.fix()).hasValueSatisfying(fix -> {
            assertThat(fix.after()).isPresent();
            assertThat(fix.verified()).isFalse();
        });
        assertThat(diagnosis.sentence()).doesNotContain("cured").contains("; try --steps 40");
    }

    @Test
    void aProvenCauseThatCannotShowAsTheSymptomDoesNotEndTheSearch() {
        Experiment dear = experiment("dear", 1, (subject, laboratory) -> List.of());
        for (Symptom symptom : List.of(new Symptom("seam"), Symptom.NOISE)) {
            Question asked = new Question(ASKED, Optional.empty(), Optional.of(symptom), Effort.NORMAL, 24);
            Diagnosis diagnosis =
                    diagnose(asked, experiment("prove", 0, (subject, laboratory) -> proof()), modest(dear));
            assertThat(diagnosis.path().get(1).failure().isPresent()).isEqualTo(symptom.equals(Symptom.NOISE));
        }
    }

    @Test
    void aSymptomThatNobodySpeaksOfIsRefused() {
        Question slip = new Question(ASKED, Optional.empty(), Optional.of(new Symptom("nosie")), Effort.QUICK, 8);
        assertThatThrownBy(() -> diagnose(slip))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("noise")
                .hasMessageContaining("found \"nosie\"");
    }

    @Test
    void whatIsKnownWhenItIsStoppedIsTold() {
        Diagnosis diagnosis = diagnose(
                question(24),
                experiment("one", 0, (subject, laboratory) -> proof()),
                experiment("two", 3, (subject, laboratory) -> {
                    cancellation.cancel();
                    laboratory.shoot(steps(99));
                    return List.of();
                }));
        assertThat(diagnosis.ending()).isEqualTo(Diagnosis.Ending.CANCELLED);
        assertThat(diagnosis.causes().get(0).standing()).isEqualTo(Standing.LIKELY);
        assertThat(diagnosis.fix()).isEmpty();
    }

    @Test
    void saysHowExactlyThePictureWasMadeAgain() {
        Picture same = Picture.of(8, 8, new float[3 * 64]);
        Question identical = new Question(ASKED, Optional.of(same), Optional.empty(), Effort.QUICK, 2);
        assertThat(diagnose(identical).reproduction().kind()).isEqualTo(Reproduction.Kind.IDENTICAL);
        float[] other = new float[3 * 64];
        java.util.Arrays.fill(other, 0.5f);
        Question different =
                new Question(ASKED, Optional.of(Picture.of(8, 8, other)), Optional.empty(), Effort.QUICK, 2);
        assertThat(diagnose(different).reproduction().kind()).isEqualTo(Reproduction.Kind.DIFFERENT);
        Question larger = new Question(
                ASKED, Optional.of(Picture.of(9, 8, new float[3 * 72])), Optional.empty(), Effort.QUICK, 2);
        assertThat(diagnose(larger).reproduction().explanation()).contains("9x8", "8x8");
    }

    @Test
    void aQuestionIsAboutOnePictureAndAffordable() {
        GenerationRequest two = ASKED.toBuilder().count(2).build();
        assertThatThrownBy(() -> Question.of(two)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> question(0))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("1 to 10000");
    }

    /** The same, of no more promise than is worth a picture while no cause is likely. */
    private static Experiment modest(Experiment experiment) {
        Experiment modest = mock(Experiment.class, AdditionalAnswers.delegatesTo(experiment));
        doReturn(0.4).when(modest).promise(any());
        return modest;
    }
}
