package dev.darkroom.host.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.model.GraphCheck;
import dev.darkroom.api.model.ModelGraph;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.api.runtime.InferenceException;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.api.runtime.Tensor;
import dev.darkroom.host.onnx.OnnxRuntime;
import dev.darkroom.host.onnx.OnnxSettings;
import dev.darkroom.host.onnx.TinyModels;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the loader says of graphs that others made (make_graphs.py), beside what the engine does with them. */
class LintAndEngineTest {

    private static final Path GRAPHS = Path.of("src/test/resources/lint");
    private static final OnnxRuntime RUNTIME = new OnnxRuntime(OnnxSettings.cpu());
    private static final ModelLoader LOADER = TinyModels.loader();

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    private static GraphCheck check(String name, String device) {
        return LOADER.check(new ModelGraph("unet", Weights.EMA, Precision.INT8, GRAPHS.resolve(name)), device);
    }

    private static void open(String name) {
        RUNTIME.open(GRAPHS.resolve(name), Map.of()).close();
    }

    @Test
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64")
    void signedActivationsRunAndAreWarnedOf() {
        open("signed.onnx");
        assertThat(check("signed.onnx", "cpu").form()).isEqualTo("QDQ, S8 activations");
        assertThat(check("signed.onnx", "cpu").warnings())
                .singleElement()
                .asString()
                .contains("signed activations (x_QuantizeLinear)", "--to int8");
        open("unsigned.onnx");
        assertThat(check("unsigned.onnx", "cpu").warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "unsigned, 'QDQ, U8 activations'",
        "operators, QOperator",
        "dynamic, dynamically quantised",
        "weights, weight-only INT8"
    })
    void everyFormOfQuantisationRuns(String name, String form) {
        assertThat(check(name + ".onnx", "cpu").form()).isEqualTo(form);
        try (InferenceSession session = RUNTIME.open(GRAPHS.resolve(name + ".onnx"), Map.of());
                Tensor in = RUNTIME.allocate(ElementType.FLOAT32, 1, 4, 8, 8);
                Tensor out = RUNTIME.allocate(ElementType.FLOAT32, 1, 4, 8, 8)) {
            in.fill(0.5);
            session.run(Map.of("x", in), Map.of("y", out), new Cancellation());
            float[] values = new float[out.elements()];
            out.readFloats(FloatBuffer.wrap(values));
            assertThat(values).doesNotContain(Float.NaN);
            assertThat(values[0]).isNotZero();
        }
    }

    @Test
    void quantisedConvolutionsAreWarnedOfOnCuda() {
        assertThat(check("unsigned.onnx", "cuda:0").warnings())
                .singleElement()
                .asString()
                .contains("the CUDA provider has no quantised convolution (Conv conv)", "--precision fp16");
    }

    @Test
    void whatHasNoKernelHereIsRefusedByBoth() {
        assertThatThrownBy(() -> open("halves.onnx"))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("it has an operator this device cannot run")
                .hasMessageContaining("GroupNorm");
        assertThat(check("halves.onnx", "cpu").refusals())
                .singleElement()
                .asString()
                .contains("the operator GroupNorm (norm) has a kernel for CUDA only", "--device cuda");
        assertThat(check("halves.onnx", "cuda:0").refusals()).isEmpty();
    }

    @Test
    void anOperatorSetThatIsTooNewIsOneLine() {
        assertThatThrownBy(() -> open("future.onnx"))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("lint/future.onnx")
                .hasMessageContaining("operator set")
                .hasMessageNotContaining("\n");
    }
}
