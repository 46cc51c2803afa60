package dev.darkroom.diagnostics.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.generation.Decoding;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.picture.Picture;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Size, tiles, weights, precision and the model itself. */
class ModelExperimentsTest extends FormulaRuns {

    @Test
    void aSizeThatLosesThePromptIsNamed() {
        alignment = request -> request.width().orElse(64) > 64 ? 0.5 : 0.9;
        assertThat(run(new NativeSize(), ask().size(128, 128).build()).bearing())
                .isEqualTo(Bearing.SUPPORTS);
        assertThat(new NativeSize().obstacle(subject(ask().build()))).isPresent();
    }

    @Test
    void tilesThatShowAreProvenByDecodingOnceMore() {
        float[] whole = new float[3 * 64];
        Arrays.fill(whole, 0.25f);
        when(service.decode(any(), any(), any())).thenReturn(Picture.of(8, 8, whole));
        GenerationRequest tiled = ask().decoding(new Decoding(32, 0)).build();
        TiledDecoding experiment = new TiledDecoding();
        assertThat(run(experiment, tiled).bearing()).isEqualTo(Bearing.PROVES);
        assertThat(experiment.cure(subject(tiled), Causes.TILED_DECODING))
                .hasValueSatisfying(cure -> assertThat(cure.decoding()).isEqualTo(Decoding.WHOLE));
        assertThat(run(experiment, ask().build()).bearing()).isEqualTo(Bearing.EXCLUDES);
    }

    @Test
    void aPrecisionThatLosesThePromptIsNamed() {
        alignment = request -> request.precision() == Precision.INT8 ? 0.5 : 0.9;
        GenerationRequest asked = ask().precision(Precision.INT8).build();
        PrecisionRuns experiment = new PrecisionRuns();
        assertThat(run(experiment, asked).bearing()).isEqualTo(Bearing.SUPPORTS);
        assertThat(experiment.cure(subject(asked), Causes.QUANTISATION))
                .hasValueSatisfying(cure -> assertThat(cure.precision()).isEqualTo(Precision.FP32));
        alignment = request -> 0.9;
        assertThat(run(experiment, asked).bearing()).isEqualTo(Bearing.DOUBTS);
        assertThat(experiment.obstacle(subject(ask().build()))).as("in FP32").isPresent();
    }

    @Test
    void weightsThatShowThePromptLessAreNamed() {
        alignment = request -> request.weights() == Weights.RAW ? 0.5 : 0.9;
        GenerationRequest raw = ask().weights(Weights.RAW).build();
        assertThat(run(new WeightsRuns(), raw))
                .returns(Causes.RAW_WEIGHTS, Evidence::cause)
                .returns(Bearing.SUPPORTS, Evidence::bearing);
        alignment = request -> request.weights() == Weights.RAW ? 0.9 : 0.5;
        assertThat(run(new WeightsRuns(), ask().build()))
                .returns(Causes.EMA_LAG, Evidence::cause)
                .returns(Bearing.SUPPORTS, Evidence::bearing);
        assertThat(run(new WeightsRuns(), raw).bearing()).isEqualTo(Bearing.DOUBTS);
    }

    @Test
    void aDecoderIsNamedByWhatItMakesOfTheSameLatent() {
        GenerationRequest half = ask().precision(Precision.FP16).build();
        DecodeAgain experiment = new DecodeAgain();
        when(service.decode(any(), any(), any()))
                .thenAnswer(call -> shot(ask().build()).result().picture());
        assertThat(run(experiment, half).bearing()).isEqualTo(Bearing.EXCLUDES);
        when(service.decode(any(), any(), any())).thenReturn(Picture.of(8, 8, new float[3 * 64]));
        assertThat(run(experiment, half).bearing()).isEqualTo(Bearing.SUPPORTS);
        contrast = request -> Double.NaN;
        assertThat(run(experiment, half).bearing()).isEqualTo(Bearing.PROVES);
        assertThat(experiment.obstacle(subject(ask().build()))).as("in FP32").isPresent();
    }

    @Test
    void aStudentBehindItsTeacherIsNamedAndTheTeacherOffered() {
        distilled = true;
        models = List.of(card("model", true), card("other", false), card("model-base", false), card("model-b", true));
        when(service.setup(any())).thenAnswer(call -> setup(call.getArgument(0), 4));
        alignment = request -> request.model().isPresent() ? 0.9 : 0.6;
        GenerationRequest asked = ask().steps(4).cfgScale(1).build();
        DistilledAgainstTeacher experiment = new DistilledAgainstTeacher();
        assertThat(run(experiment, asked).bearing()).isEqualTo(Bearing.SUPPORTS);
        assertThat(experiment.cure(subject(asked), Causes.DISTILLATION)).hasValueSatisfying(cure -> {
            assertThat(cure.model()).contains("model-base");
            assertThat(cure.steps()).isEqualTo(25);
            assertThat(cure.cfgScale()).isEqualTo(3);
            assertThat(cure.seed()).isEqualTo(3);
        });
        alignment = request -> 0.9;
        assertThat(run(experiment, asked).bearing()).isEqualTo(Bearing.DOUBTS);
    }

    @Test
    void aStrangerIsNoTeacher() {
        distilled = true;
        DistilledAgainstTeacher experiment = new DistilledAgainstTeacher();
        models = List.of(card("model", true));
        assertThat(experiment.obstacle(subject(ask().build()))).isPresent();
        models = List.of(card("model", true), card("unrelated", false));
        when(service.setup(any())).thenAnswer(call -> {
            GenerationRequest request = call.getArgument(0);
            files = Map.of("vae_decoder/model.onnx", request.model().orElse("student"));
            return setup(request, 4);
        });
        alignment = request -> request.model().isPresent() ? 0.9 : 0.6;
        assertThat(run(experiment, ask().build()).bearing()).isEqualTo(Bearing.NEUTRAL);
        assertThat(made).as("it costs no picture").isEmpty();
        distilled = false;
        assertThat(experiment.obstacle(subject(ask().build()))).isPresent();
    }
}
