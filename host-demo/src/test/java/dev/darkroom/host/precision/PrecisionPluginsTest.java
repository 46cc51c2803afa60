package dev.darkroom.host.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.model.ModelException;
import dev.darkroom.api.precision.Component;
import dev.darkroom.api.precision.Conversion;
import dev.darkroom.api.precision.PrecisionConverter;
import dev.darkroom.api.precision.StepError;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.api.runtime.ElementType;
import dev.darkroom.api.runtime.InferenceSession;
import dev.darkroom.host.onnx.OnnxRuntime;
import dev.darkroom.host.onnx.OnnxSettings;
import dev.darkroom.host.onnx.TinyModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The converters on small networks (make_models.py), run by ONNX Runtime before and after. */
class PrecisionPluginsTest {

    private static final Path MODELS = Path.of("src/test/resources/precision");
    private static final OnnxRuntime RUNTIME = new OnnxRuntime(OnnxSettings.cpu());
    private static final PrecisionConverter INT8 = TinyModels.extension(
            "precision-int8", "dev.darkroom.plugin.precision.int8.Int8Converter", PrecisionConverter.class);
    private static final PrecisionConverter FP16 = TinyModels.extension(
            "precision-fp16", "dev.darkroom.plugin.precision.fp16.Fp16Converter", PrecisionConverter.class);

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    private GraphTask task(PrecisionConverter converter, String model, Map<String, String> options) {
        return GraphTask.of(
                converter, MODELS.resolve(model), Component.Role.NETWORK, RUNTIME, folder, options, graph -> 60);
    }

    /** Returns signal over error of the converted network, in dB. */
    private static double decibels(GraphTask task, Path graph) {
        return StepError.decibels(new StepError(
                        RUNTIME,
                        task.network().graph(),
                        task.dimensions(task.network()),
                        task.recorded(task.network()),
                        task.cancellation())
                .of(graph));
    }

    @ParameterizedTest
    @ValueSource(strings = {"minmax", "percentile", "entropy", "auto"})
    void int8KeepsTheEndsInFloatAndComesNear(String ranges) {
        GraphTask task = task(INT8, "network.onnx", Map.of("ranges", ranges));
        Conversion conversion = INT8.convert(task);
        assertThat(conversion.kept())
                .containsOnly(Map.entry("first_node", "first layer"), Map.entry("out_sample_node", "last layer"));
        assertThat(conversion.remarks()).contains("3 of 5 layers in INT8");
        assertThat(decibels(task, task.target(task.network()))).isBetween(20.0, 60.0);
        assertThat(text(task.target(task.network())))
                .contains("w1_quantized", "w_mix_quantized")
                .doesNotContain("w_in_q");
    }

    @Test
    void smoothingChangesTheWeightsAndNotTheNetwork() {
        GraphTask task = task(INT8, "network.onnx", Map.of("smooth", "on", "ranges", "minmax"));
        Conversion conversion = INT8.convert(task);
        assertThat(conversion.remarks()).anyMatch(line -> line.startsWith("SmoothQuant on 1 normalisations"));
        Path smoothed = folder.resolve("smoothed.onnx");
        assertThat(decibels(task, smoothed)).isGreaterThan(110);
        assertThat(smoothed).isRegularFile();
        assertThat(bytes(smoothed)).isNotEqualTo(bytes(task.network().graph()));
    }

    @Test
    void aNetworkIsRewrittenWithFewerOperatorsAndComputesTheSame() {
        GraphTask task = task(INT8, "blocks.onnx", Map.of("ranges", "minmax", "smooth", "off"));
        Conversion conversion = INT8.convert(task);
        Path rewritten = folder.resolve("rewritten.onnx");
        assertThat(decibels(task, rewritten)).isGreaterThan(110);
        assertThat(text(rewritten))
                .contains(
                        "BatchNormalization",
                        "q_product_node and 2 beside it",
                        "a_modulated_factor_product and 3 beside it")
                .doesNotContain("a_norm1_gained", "b_norm2_gained", "a_mod4", "b_half", "w_mod");
        assertThat(conversion.kept().keySet())
                .containsExactlyInAnyOrder(
                        "embedded_node", "a_modulated_factor_product and 3 beside it", "first_node", "out_sample_node");
        assertThat(decibels(task, task.target(task.network()))).isGreaterThan(20);
    }

    @Test
    void theLayerThatSpoilsThePicturesGoesBackToFloat() {
        GraphTask task = GraphTask.of(
                INT8,
                MODELS.resolve("loud.onnx"),
                Component.Role.NETWORK,
                RUNTIME,
                folder,
                Map.of("ranges", "minmax"),
                graph -> text(graph).contains("w2_quantized") ? 10 : 40);
        Conversion conversion = INT8.convert(task);
        assertThat(conversion.kept()).hasSize(3);
        assertThat(conversion.kept().get("conv2_node")).startsWith("sensitive, ");
        assertThat(conversion.remarks()).anyMatch(line -> line.startsWith("most sensitive alone: conv2_node"));
        assertThat(decibels(task, task.target(task.network()))).isGreaterThan(20);
    }

    @Test
    void whatIsQuantisedIsNotQuantisedAgain() throws IOException {
        INT8.convert(task(INT8, "network.onnx", Map.of("ranges", "minmax", "smooth", "off")));
        Path once = Files.move(folder.resolve("target.onnx"), folder.resolve("once.onnx"));
        GraphTask again = GraphTask.of(INT8, once, Component.Role.NETWORK, RUNTIME, folder, Map.of(), graph -> 60);
        assertThatThrownBy(() -> INT8.convert(again))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("it is quantised already; convert the FP32 graph");
    }

    @Test
    void halvesComeNearWithEitherKindOfEdges() {
        for (String io : new String[] {"fp32", "fp16"}) {
            GraphTask task = task(FP16, "network.onnx", Map.of("io", io));
            Conversion conversion = FP16.convert(task);
            assertThat(conversion.kept().keySet()).containsOnly("unet time_node", "unet phase_node", "unet wave_node");
            Path target = task.target(task.network());
            try (InferenceSession session = RUNTIME.open(target, Map.of())) {
                assertThat(session.input("sample").orElseThrow().type())
                        .isEqualTo(io.equals("fp16") ? ElementType.FLOAT16 : ElementType.FLOAT32);
            }
            assertThat(decibels(task, target)).isBetween(45.0, 90.0);
        }
    }

    @Test
    void whatOverflowsStaysInFloat() {
        GraphTask task = task(FP16, "overflow.onnx", Map.of());
        Conversion conversion = FP16.convert(task);
        assertThat(conversion.kept())
                .containsKeys("unet huge_node", "unet tamed_node")
                .doesNotContainKey("unet conv1_node");
        assertThat(conversion.kept().get("unet huge_node")).endsWith("halves end at 65504");
        assertThat(decibels(task, task.target(task.network()))).isGreaterThan(45);
    }

    @Test
    void aDecoderWhosePicturesBreakStaysAsItIs() {
        GraphTask task = GraphTask.of(
                FP16, MODELS.resolve("network.onnx"), Component.Role.DECODER, RUNTIME, folder, Map.of(), graph -> 0);
        Conversion conversion = FP16.convert(task);
        assertThat(conversion.written()).isEmpty();
        assertThat(conversion.kept()).containsOnly(Map.entry("unet", "it overflows: its pictures are not finite"));
        assertThat(task.target(task.network())).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"int8", "fp16"})
    void anInterruptEndsAConversion(String which) {
        PrecisionConverter converter = which.equals("int8") ? INT8 : FP16;
        GraphTask task = task(converter, "network.onnx", Map.of());
        task.cancellation().cancel();
        assertThatThrownBy(() -> converter.convert(task)).isInstanceOf(CancelledException.class);
        assertThat(task.target(task.network())).doesNotExist();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        return new String(bytes(file), StandardCharsets.ISO_8859_1);
    }
}
