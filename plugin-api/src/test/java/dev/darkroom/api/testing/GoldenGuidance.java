package dev.darkroom.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What another program's guidance returned over a run, read from a golden file. */
public final class GoldenGuidance {

    // Guides compute in double and round once; the file holds nine digits.
    private static final double RELATIVE = 1e-6;

    private final JsonNode json;

    private GoldenGuidance(JsonNode json) {
        this.json = json;
    }

    /** Returns the runs of a guidance in a resource, in file order. */
    public static Stream<GoldenGuidance> read(Class<?> test, String resource, String guidance) {
        return StreamSupport.stream(
                        GoldenFiles.json(test, resource).get("cases").spliterator(), false)
                .filter(one -> one.get("guidance").asText().equals(guidance))
                .map(GoldenGuidance::new);
    }

    /** Asserts that a guidance returns the same at every step, and is not asked where the other program was not. */
    public void assertEquals(Guidance guidance) {
        Guidance.Guide guide = guidance.start(settings(guidance));
        for (JsonNode step : json.get("steps")) {
            double sigma = step.get("sigma").asDouble();
            boolean guided = !step.get("guided").isNull();
            assertThat(guide.needsUnconditional(sigma))
                    .as("guides at %s", sigma)
                    .isEqualTo(guided);
            if (guided) {
                assertEquals(
                        guide.guide(latent(step.get("x")), sigma, latent(step.get("cond")), latent(step.get("uncond"))),
                        step.get("guided"),
                        sigma);
            }
        }
    }

    private static void assertEquals(Latent found, JsonNode expected, double sigma) {
        double largest = 1;
        for (JsonNode value : expected) {
            largest = Math.max(largest, Math.abs(value.asDouble()));
        }
        for (int i = 0; i < expected.size(); i++) {
            assertThat((double) found.at(i))
                    .as("sigma %s, element %s", sigma, i)
                    .isCloseTo(expected.get(i).asDouble(), within(RELATIVE * largest));
        }
    }

    private Guidance.Settings settings(Guidance guidance) {
        Map<String, String> options = new HashMap<>();
        json.get("options")
                .properties()
                .forEach(
                        option -> options.put(option.getKey(), option.getValue().asText()));
        double[] sigmas = StreamSupport.stream(json.get("sigmas").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
        return new Guidance.Settings(
                json.get("scale").asDouble(),
                process(),
                SigmaSchedule.of(sigmas),
                Options.of(guidance.info().options(), options));
    }

    private DiffusionProcess process() {
        PredictionType prediction =
                PredictionType.valueOf(json.get("prediction").asText().toUpperCase(Locale.ROOT));
        return prediction == PredictionType.FLOW
                ? DiffusionProcess.flow()
                : DiffusionProcess.discrete(prediction, Processes.STABLE_DIFFUSION.alphasCumprod());
    }

    private Latent latent(JsonNode values) {
        JsonNode s = json.get("shape");
        Shape shape = new Shape(
                s.get(0).asInt(), s.get(1).asInt(), s.get(2).asInt(), s.get(3).asInt());
        return Latent.generate(shape, i -> (float) values.get(i).asDouble());
    }

    @Override
    public String toString() {
        return json.get("id").asText();
    }
}
