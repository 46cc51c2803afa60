package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.model.ModelGraph;
import dev.darkroom.api.model.ModelLoader;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.host.pipeline.ModelEntry;
import dev.darkroom.host.plugin.PluginHealth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code plugins}, {@code models} and {@code samplers} say to a script. */
class JsonListingTest extends CommandLineFixture {

    private List<JsonNode> objects() throws JsonProcessingException {
        List<JsonNode> objects = new java.util.ArrayList<>();
        for (String line : text(out).lines().toList()) {
            objects.add(new ObjectMapper().readTree(line));
        }
        return objects;
    }

    @Test
    void everyPluginIsAnObject() throws IOException {
        when(plugins.health())
                .thenReturn(List.of(
                        health("sampler-x", PluginHealth.State.STARTED, List.of("sampler x", "sampler y"), ""),
                        health("a \"quoted\" one.jar", PluginHealth.State.REFUSED, List.of(), "no \\ JAR\tat all")));

        assertThat(run("plugins", "--json")).isZero();

        assertThat(objects())
                .satisfiesExactly(
                        good -> {
                            assertThat(good.path("id").asText()).isEqualTo("sampler-x");
                            assertThat(good.path("state").asText()).isEqualTo("started");
                            assertThat(good.path("extensions")).hasSize(2);
                            assertThat(good.path("bundled").asBoolean(false)).isTrue();
                        },
                        bad -> {
                            assertThat(bad.path("id").asText()).isEqualTo("a \"quoted\" one.jar");
                            assertThat(bad.path("state").asText()).isEqualTo("refused");
                            assertThat(bad.path("reason").asText()).isEqualTo("no \\ JAR\tat all");
                            assertThat(bad.path("whatToDo").asText()).isEqualTo("delete it");
                        });
    }

    private static PluginHealth health(String id, PluginHealth.State state, List<String> extensions, String reason) {
        return new PluginHealth(
                id,
                "1.0",
                "Example",
                Path.of("x.jar"),
                "00",
                state,
                extensions,
                reason,
                reason.isEmpty() ? "" : "delete it",
                reason.isEmpty());
    }

    @Test
    void aModelTellsItsGraphsAndABrokenOneWhy() throws IOException {
        ModelCard card = card(Map.of("steps", "20"));
        Path file = Files.write(folder.resolve("model.onnx"), new byte[1000]);
        ModelLoader loader = mock(ModelLoader.class);
        when(loader.info()).thenReturn(ExtensionInfo.of("onnx", "ONNX", "graphs"));
        when(loader.graphs(card)).thenReturn(List.of(new ModelGraph("unet", Weights.EMA, Precision.FP32, file)));
        registry(ModelLoader.class, List.of(loader));
        when(models.list())
                .thenReturn(List.of(
                        new ModelEntry(folder, Optional.of(card), Optional.empty()),
                        new ModelEntry(Path.of("broken"), Optional.empty(), Optional.of("has no unet"))));

        for (String[] command : new String[][] {{"models", "--json"}, {"models", "list", "--json"}}) {
            assertThat(run(command)).isZero();

            assertThat(objects())
                    .satisfiesExactly(
                            good -> {
                                assertThat(good.path("id").asText()).isEqualTo("emoji");
                                assertThat(good.path("width").asInt()).isEqualTo(128);
                                assertThat(good.path("defaults").path("steps").asText())
                                        .isEqualTo("20");
                                JsonNode graph = good.path("graphs").path(0);
                                assertThat(graph.path("component").asText()).isEqualTo("unet");
                                assertThat(graph.path("precision").asText()).isEqualTo("fp32");
                                assertThat(graph.path("bytes").asLong()).isEqualTo(1000);
                                assertThat(good.has("problem")).isFalse();
                            },
                            broken -> {
                                assertThat(broken.path("folder").asText()).isEqualTo("broken");
                                assertThat(broken.path("problem").asText()).isEqualTo("has no unet");
                            });
        }
    }

    @Test
    void everyExtensionTellsItsOptions() throws IOException {
        registry(
                Sampler.class,
                ExtensionInfo.of("x", "X", "one")
                        .alias("X2", Map.of("order", "2"))
                        .option(
                                OptionSpec.number("eta", 1, 0, Double.POSITIVE_INFINITY, "noise"),
                                OptionSpec.integer("order", 1, 1, 3, "order"),
                                OptionSpec.choice("solver", "a", List.of("a", "b"), "kind")));
        registry(Guidance.class);
        registry(NoiseSource.class);
        registry(PostCheck.class, ExtensionInfo.of("noise", "Noise", "grain"));

        assertThat(run("samplers", "--json")).isZero();

        assertThat(objects())
                .extracting(each ->
                        each.path("chosenBy").asText() + " " + each.path("id").asText())
                .containsExactly("--sampler x", "--schedule karras", "--schedule normal", "--inspectors noise");
        JsonNode sampler = objects().get(0);
        assertThat(sampler.path("aliases").path(0).path("presets").path("order").asText())
                .isEqualTo("2");
        JsonNode options = sampler.path("options");
        assertThat(options.path(0).path("min").asDouble(-1)).isZero();
        assertThat(options.path(0).path("max").isNull()).as("no number of JSON").isTrue();
        assertThat(options.path(1).path("max").asText()).isEqualTo("3");
        assertThat(options.path(2).path("choices")).hasSize(2);
        assertThat(options.path(2).has("min")).isFalse();
    }
}
