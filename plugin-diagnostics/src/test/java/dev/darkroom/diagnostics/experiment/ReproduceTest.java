package dev.darkroom.diagnostics.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Case;
import dev.darkroom.api.diagnosis.Effort;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.picture.Picture;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReproduceTest extends FormulaRuns {

    private final Reproduce experiment = new Reproduce();

    private Case of(Optional<Picture> original) {
        Case made = subject(ask().build());
        return new Case(
                new Question(made.question().request(), original, Optional.empty(), Effort.NORMAL, 24),
                made.setup(),
                made.shot(),
                made.symptom(),
                made.models(),
                made.known());
    }

    private Evidence against(Picture original) {
        return experiment.run(of(Optional.of(original)), laboratory).get(0);
    }

    private Picture again() {
        return of(Optional.empty()).shot().result().picture();
    }

    private Picture brighter(float by) {
        float[] planes = again().toArray();
        for (int i = 0; i < planes.length; i++) {
            planes[i] += planes[i] > 0.5f ? -by : by;
        }
        return Picture.of(again().width(), again().height(), planes);
    }

    @Test
    void parametersAloneCannotBeMadeOtherwise() {
        assertThat(experiment.obstacle(of(Optional.empty()))).contains("there was no picture to compare with");
        assertThat(experiment.obstacle(of(Optional.of(again())))).isEmpty();
    }

    @Test
    void itComesFirstAndMakesNoPicture() {
        Case subject = of(Optional.of(again()));
        assertThat(experiment.promise(subject)).isEqualTo(1);
        assertThat(experiment.pictures(subject)).isZero();
    }

    @Test
    void theSamePictureWasMadeAsItSays() {
        assertThat(against(again()).bearing()).isEqualTo(Bearing.EXCLUDES);
    }

    @Test
    void roundingIsNoOtherModelAndAnotherPictureIs() {
        Evidence close = against(brighter(2 / 255f));
        assertThat(close.bearing()).isEqualTo(Bearing.DOUBTS);
        assertThat(close.measures().get("psnr")).isGreaterThan(30);
        Evidence other = against(brighter(0.3f));
        assertThat(other.bearing()).isEqualTo(Bearing.SUGGESTS);
        assertThat(other.measures().get("psnr")).isLessThan(30);
    }

    @Test
    void anotherSizeIsAnotherPicture() {
        Evidence evidence = against(Picture.of(
                again().width() + 1, again().height(), new float[3 * (again().width() + 1) * again().height()]));
        assertThat(evidence.bearing()).isEqualTo(Bearing.SUGGESTS);
        assertThat(evidence.statement()).contains("another size");
        assertThat(evidence.measures()).isEmpty();
    }
}
