package dev.darkroom.diagnostics.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The measures against scikit-image, SciPy and PyWavelets; {@code reference.py} beside the numbers made them. */
class ReferenceTest {

    static List<Arguments> cases() throws IOException {
        try (InputStream in = ReferenceTest.class.getResourceAsStream("reference.json")) {
            List<Arguments> cases = new ArrayList<>();
            for (JsonNode one : new ObjectMapper().readTree(in).get("cases")) {
                float[] values = new float[one.get("plane").size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = one.get("plane").get(i).floatValue();
                }
                Plane plane =
                        Plane.of(one.get("width").intValue(), one.get("height").intValue(), values);
                cases.add(Arguments.of(Named.of(one.get("name").textValue(), plane), one));
            }
            return cases;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void plainSigmaIsEstimateSigma(Plane plane, JsonNode expected) {
        if (!expected.get("estimate_sigma").isNull()) {
            assertThat(NoiseSigma.plain(plane, Wavelet.DB2))
                    .isCloseTo(expected.get("estimate_sigma").doubleValue(), within(2e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void haarDiagonalIsDwt2(Plane plane, JsonNode expected) {
        Plane diagonal = Wavelet.HAAR.analyse(plane).diagonal();
        assertThat(diagonal.size()).isEqualTo(expected.get("haar").size());
        for (int i = 0; i < diagonal.size(); i++) {
            assertThat((double) diagonal.at(i))
                    .isCloseTo(expected.get("haar").get(i).doubleValue(), within(1e-4));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivativesAreSobelAndLaplace(Plane plane, JsonNode expected) {
        Plane gradient = Derivatives.gradient(plane);
        double sum = 0;
        for (int i = 0; i < gradient.size(); i++) {
            sum += gradient.at(i);
        }
        assertThat(sum / gradient.size()).isCloseTo(expected.get("sobel_mean").doubleValue(), within(1e-4));
        assertThat(Derivatives.laplacianVariance(plane))
                .isCloseTo(expected.get("laplace_variance").doubleValue(), withPercentage(1e-4));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void blurEffectIsScikitImages(Plane plane, JsonNode expected) {
        if (!expected.get("blur_effect").isNull()) {
            assertThat(BlurEffect.of(plane))
                    .isCloseTo(expected.get("blur_effect").doubleValue(), within(1e-5));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void quantileIsNumPys(Plane plane, JsonNode expected) {
        double[] values = new double[plane.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = plane.at(i);
        }
        assertThat(Quantiles.of(values, 0.02))
                .isCloseTo(expected.get("quantile_02").doubleValue(), within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void blockSigmasAreMediansOfDwt2(Plane plane, JsonNode expected) {
        if (!expected.has("blocks")) {
            return;
        }
        JsonNode blocks = expected.get("blocks");
        List<BlockGrid> grids = NoiseSigma.blocks(Pyramid.of(plane, 3), 16, 3);
        int at = 0;
        for (BlockGrid grid : grids) {
            assertThat(grid.columns()).isEqualTo(blocks.get("columns").intValue());
            assertThat(grid.rows()).isEqualTo(blocks.get("rows").intValue());
            for (int i = 0; i < grid.size(); i++) {
                assertThat(grid.at(i)).isCloseTo(blocks.get("values").get(at++).doubleValue(), within(1e-4));
            }
        }
        assertThat(at).isEqualTo(blocks.get("values").size());
    }
}
