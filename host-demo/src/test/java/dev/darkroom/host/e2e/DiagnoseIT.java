package dev.darkroom.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.host.e2e.Installation.Result;
import dev.darkroom.host.plugin.HostileJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Diagnoses by the packaged distribution, with its plugins and the embedded model. */
class DiagnoseIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SENSOR = "{'causes': [{'id': 'worn-sensor', 'symptoms': ['unconverged', 'noise'],"
            + " 'summary': 'a worn-out sensor', 'tell': 'Dark frames show it.', 'remedies': ['--sampler euler'],"
            + " 'sources': ['Example 2026, section 1'], 'prior': 0.95}]}";

    @TempDir
    private Path temp;

    private Installation darkroom;

    @BeforeEach
    void install() {
        darkroom = Installation.built(temp);
    }

    private JsonNode diagnose(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("diagnose", "--json", "--effort", "quick"));
        arguments.addAll(List.of(options));
        Result result = darkroom.run(arguments.toArray(String[]::new));
        assertThat(result.exit()).as(result.err()).isZero();
        return JSON.readTree(result.out());
    }

    @Test
    void aPictureIsReadReproducedAndExplained() throws IOException {
        String picture = temp.resolve("cat.png").toString();
        Result made = darkroom.run(
                "generate",
                "a smiling cat",
                "--seed",
                "2",
                "--steps",
                "8",
                "--prediction",
                "epsilon",
                "--out",
                picture);
        assertThat(made.exit()).as(made.err()).isZero();
        JsonNode diagnosis = diagnose(picture, "--budget", "3");
        assertThat(diagnosis.at("/reproduction/kind").asText()).isEqualTo("identical");
        assertThat(diagnosis.at("/causes/0/cause").asText()).isEqualTo("wrong-prediction-type");
        assertThat(diagnosis.at("/causes/0/standing").asText()).isEqualTo("likely");
        assertThat(diagnosis.at("/fix/options").toString()).isEqualTo("[\"--prediction\",\"v\"]");
        assertThat(diagnosis.at("/fix/verified").asBoolean()).isTrue();
        assertThat(diagnosis.at("/cost/pictures").asInt()).isEqualTo(3);
    }

    @Test
    void anUnharmedGenerationHasNoLikelyCause() throws IOException {
        JsonNode diagnosis = diagnose("--prompt", "a smiling cat", "--seed", "2", "--budget", "2");
        for (JsonNode cause : diagnosis.path("causes")) {
            assertThat(cause.path("standing").asText()).as(cause.toString()).isNotEqualTo("likely");
        }
        assertThat(diagnosis.path("causes").findValuesAsText("standing")).contains("ruled-out");
    }

    @Test
    void aDistilledModelIsComparedWithItsTeacher() throws IOException {
        Path student = darkroom.home().resolve("models/emoji-turbo");
        Installation.copyModel(student);
        Files.writeString(
                student.resolve("darkroom.json"),
                "{\"distilled\": true, \"steps\": 1, \"cfg-scale\": 1, \"sampler\": \"dpmpp_2m\", \"schedule\": \"trailing\"}");
        Result result = darkroom.run(
                "diagnose",
                "--json",
                "--model",
                "emoji-turbo",
                "--prompt",
                "a rocket on a purple background",
                "--seed",
                "3");
        assertThat(result.exit()).as(result.err()).isZero();
        JsonNode diagnosis = JSON.readTree(result.out());
        assertThat(diagnosis.path("path"))
                .filteredOn(run -> run.path("experiment").asText().equals("teacher"))
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.has("failure")).isFalse();
                    assertThat(run.at("/evidence/0/cause").asText()).isEqualTo("distillation-loss");
                    assertThat(run.at("/evidence/0/effect/deltas")).isNotEmpty();
                    assertThat(run.at("/evidence/0/statement").asText())
                            .startsWith("by the model it was distilled from pictures show their prompt");
                });
        assertThat(diagnosis.path("shots").findValuesAsText("label")).contains("model emoji, steps 20, cfg-scale 3");
        assertThat(diagnosis.path("path"))
                .filteredOn(run -> run.path("experiment").asText().equals("other-decoder"))
                .singleElement()
                .satisfies(
                        run -> assertThat(run.at("/evidence/0/effect/estimate").asDouble())
                                .as("it is the same decoder")
                                .isZero());
    }

    @Test
    void whatIsKnownWhenItIsInterruptedIsTold() throws IOException, InterruptedException {
        Process process = darkroom.start(
                "diagnose", "--prompt", "a rocket", "--seed", "3", "--steps", "5", "--effort", "thorough");
        Path told = darkroom.home().resolve("stderr.txt");
        while (process.isAlive() && !Files.readString(told).contains("] Steps")) {
            Thread.sleep(20);
        }
        // As Ctrl-C, but a signal that reaches processes of a build in the background too.
        process.destroy();
        Result result = darkroom.finish(process);
        assertThat(result.exit()).as(result.err()).isEqualTo(143);
        assertThat(result.errLines()).endsWith("darkroom: stopped; this is what was known by then");
        assertThat(result.out()).contains("ruled out").contains("cancelled");
    }

    @Test
    void aPluginBringsKnowledgeAndAnotherOnlyGarbage() throws IOException {
        Path plugins = darkroom.home().resolve("plugins");
        knowing("sensor", SENSOR).writeTo(plugins, "sensor.jar");
        knowing("garbage", "{'causes': [").writeTo(plugins, "garbage.jar");
        Result made = darkroom.run("generate", "a rocket", "--seed", "3", "--steps", "3", "--cfg-scale", "1");
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(made.out()).contains("possible cause: a worn-out sensor").contains("try --sampler euler");
        assertThat(made.errLines())
                .filteredOn(line -> line.contains("knowledge source"))
                .singleElement()
                .asString()
                .startsWith("warn: knowledge source garbage (plugin garbage): JSON (line 1, column ")
                .endsWith("; it is left out");
        JsonNode diagnosis = diagnose("--prompt", "a rocket", "--seed", "3", "--steps", "3", "--budget", "2");
        assertThat(diagnosis.path("causes"))
                .filteredOn(cause -> cause.path("cause").asText().equals("worn-sensor"))
                .singleElement()
                .returns("a worn-out sensor", cause -> cause.path("summary").asText())
                .returns("untested", cause -> cause.path("standing").asText())
                .returns(
                        "Example 2026, section 1", cause -> cause.path("source").asText());
    }

    private static HostileJar knowing(String id, String file) {
        return HostileJar.plugin(id)
                .source("stranger.Known", """
                        package stranger;
                        import dev.darkroom.api.*;
                        import dev.darkroom.api.diagnosis.*;
                        @org.pf4j.Extension
                        public class Known implements KnowledgeSource {
                            @Override public ExtensionInfo info() {
                                return ExtensionInfo.of("%s", "Known", "What a stranger knows.");
                            }
                            @Override public String knowledge() {
                                return "%s".replace('\\'', '"');
                            }
                        }
                        """.formatted(id, file))
                .index("stranger.Known");
    }
}
