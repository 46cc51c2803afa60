package dev.darkroom.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.host.e2e.Installation.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Diagnoses by the packaged distribution, with its plugins and the embedded model. */
class DiagnoseIT {

    private static final ObjectMapper JSON = new ObjectMapper();

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
}
