package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.diagnosis.Bearing;
import dev.darkroom.api.diagnosis.CauseVerdict;
import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.diagnosis.Diagnostician;
import dev.darkroom.api.diagnosis.Effort;
import dev.darkroom.api.diagnosis.Evidence;
import dev.darkroom.api.diagnosis.Experiment;
import dev.darkroom.api.diagnosis.ExperimentRun;
import dev.darkroom.api.diagnosis.Fix;
import dev.darkroom.api.diagnosis.KnowledgeSource;
import dev.darkroom.api.diagnosis.PairedEffect;
import dev.darkroom.api.diagnosis.Question;
import dev.darkroom.api.diagnosis.Reproduction;
import dev.darkroom.api.diagnosis.Shot;
import dev.darkroom.api.diagnosis.Standing;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import dev.darkroom.host.image.Results;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.plugin.PluginKnowledge;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code darkroom diagnose} against a stand-in for the plugin that diagnoses. */
class DiagnoseCommandTest extends CommandLineFixture {

    private final Diagnostician diagnostician = mock(Diagnostician.class);
    private Question asked;
    private Diagnosis.Ending ending = Diagnosis.Ending.SETTLED;
    private Standing standing = Standing.LIKELY;

    @BeforeEach
    void diagnostician() {
        when(diagnostician.info()).thenReturn(ExtensionInfo.of("experiments", "Experiments", "tests"));
        registry(Diagnostician.class, List.of(diagnostician));
        registry(Experiment.class, ExtensionInfo.of("steps", "Steps", "tests"));
        registry(KnowledgeSource.class);
        when(darkroom.knowledge()).thenReturn(new PluginKnowledge(plugins, new ForeignCall(Duration.ofSeconds(20))));
        when(diagnostician.diagnose(any(), any(), any(), any(), any())).thenAnswer(call -> {
            asked = call.getArgument(0);
            return diagnosis(asked);
        });
    }

    private Diagnosis diagnosis(Question question) {
        PairedEffect effect =
                new PairedEffect("grain", List.of(-0.5, Double.NaN), -0.5, -0.6, -0.4, 0.98, 0.008, 1, 0.1, false);
        Evidence evidence = Evidence.of("too-few-steps", Bearing.SUPPORTS, 0.8, "4N changes it by 30 %")
                .withEffect(effect)
                .withMeasures(Map.of("sufficient steps", 12.0));
        return new Diagnosis(
                question,
                new ModelBench.Setup(
                        question.request(),
                        card(Map.of()),
                        16,
                        16,
                        DiffusionProcess.flow(),
                        SigmaSchedule.of(1, 0),
                        Workload.of(1, 1),
                        Map.of()),
                Optional.of(Symptom.NOISE),
                "too few steps: likely",
                List.of(new CauseVerdict(
                        "too-few-steps", "too few steps", standing, 0.8, "--steps 25", "a thread", List.of(evidence))),
                Optional.of(new Fix(
                        "too-few-steps",
                        "try --steps 12",
                        List.of("--steps", "12"),
                        Optional.empty(),
                        "shot-1",
                        Optional.of("shot-2"),
                        Map.of("noise", 0.9),
                        Map.of("noise", 0.1),
                        true,
                        List.of("the picture turned grey"))),
                new Reproduction(Reproduction.Kind.CLOSE, OptionalDouble.of(34), "34 dB"),
                List.of(new ExperimentRun(
                        "steps",
                        "Steps",
                        "steps",
                        "suspect",
                        15,
                        8,
                        99,
                        120,
                        1.5,
                        Optional.of("it failed: boom"),
                        List.of("shot-1"),
                        List.of(evidence))),
                List.of(new Shot("shot-1", "as asked", Results.of(question.request()), OptionalDouble.of(0.4))),
                Results.of(question.request()).provenance(),
                ending,
                new Diagnosis.Cost(9, 99, 120, 2.5, 0.01));
    }

    @Test
    void tellsTheVerdictTheFixAndTheCost() {
        assertThat(run("diagnose", "--prompt", "a cat", "--steps", "3", "--seed", "7"))
                .isZero();
        assertThat(asked.request().prompt()).isEqualTo("a cat");
        assertThat(asked.request().steps()).isEqualTo(3);
        assertThat(asked.budget()).isEqualTo(Effort.NORMAL.pictures());
        assertThat(asked.symptom()).isEmpty();
        assertThat(text(out).lines())
                .startsWith("too few steps: likely", "fix: try --steps 12: it helped")
                .contains("  noise            0.90 -> 0.10", "  but the picture turned grey", "made again: 34 dB")
                .contains("              4N changes it by 30 %")
                .contains("9 pictures of 24, 99 evaluations (120 each experiment alone), 2.5 s; settled");
        assertThat(text(err)).contains("note: experiment steps: it failed: boom");
    }

    @Test
    void effortBudgetAndSymptomReachTheQuestion() {
        assertThat(run("diagnose", "--prompt", "a cat", "--effort", "quick", "--symptom", "noise"))
                .isZero();
        assertThat(asked.budget()).isEqualTo(Effort.QUICK.pictures());
        assertThat(asked.symptom()).contains(Symptom.NOISE);
        assertThat(run("diagnose", "--prompt", "a cat", "--budget", "5")).isZero();
        assertThat(asked.budget()).isEqualTo(5);
    }

    @Test
    void jsonHoldsEverythingAndIsOneLine() throws Exception {
        assertThat(run("diagnose", "--prompt", "a cat", "--json")).isZero();
        assertThat(text(out).lines()).hasSize(1);
        JsonNode json = new ObjectMapper().readTree(text(out));
        assertThat(json.at("/sentence").asText()).isEqualTo("too few steps: likely");
        assertThat(json.at("/causes/0/standing").asText()).isEqualTo("likely");
        assertThat(json.at("/causes/0/evidence/0/effect/p").asDouble()).isEqualTo(0.008);
        assertThat(json.at("/causes/0/evidence/0/effect/deltas/1").isNull()).isTrue();
        assertThat(json.at("/fix/options/1").asText()).isEqualTo("12");
        assertThat(json.at("/path/0/failure").asText()).isEqualTo("it failed: boom");
        assertThat(json.at("/reproduction/kind").asText()).isEqualTo("close");
        assertThat(json.at("/shots/0/alignment").asDouble()).isEqualTo(0.4);
        assertThat(json.at("/cost/alone").asInt()).isEqualTo(120);
    }

    @Test
    void writesAReportThatCanBeMadeAgain() throws Exception {
        when(generation.decode(any(), any(), any())).thenReturn(Results.noise(128, 1));
        Path why = folder.resolve("why");

        assertThat(run("diagnose", "--prompt", "it's a cat", "--report", why.toString()))
                .isZero();

        assertThat(text(out)).endsWith(why.resolve("report.html") + "\n");
        String page = Files.readString(why.resolve("report.html"));
        assertThat(page)
                .contains("too few steps: likely", "Over-corrected: the picture turned grey")
                .contains("darkroom diagnose --prompt &#39;it&#39;\\&#39;&#39;s a cat&#39; --report ");
        Files.delete(why.resolve("report.html"));
        assertThat(run("replay", why.resolve("bundle.json").toString())).isZero();
        assertThat(Files.readString(why.resolve("report.html"))).isEqualTo(page);
    }

    @Test
    void theExitCodeSaysWhetherACauseIsLikelyIfAsked() {
        assertThat(run("diagnose", "--prompt", "a cat", "--fail-on", "warn")).isEqualTo(Cli.FOUND);
        standing = Standing.CONSISTENT;
        assertThat(run("diagnose", "--prompt", "a cat", "--fail-on", "warn")).isZero();
    }

    @Test
    void stoppedItTellsWhatIsKnown() {
        ending = Diagnosis.Ending.CANCELLED;
        assertThat(run("diagnose", "--prompt", "a cat")).isEqualTo(Cli.INTERRUPTED);
        assertThat(text(out)).startsWith("too few steps: likely");
        assertThat(text(err)).contains("stopped; this is what was known by then");
        doThrow(new CancelledException()).when(diagnostician).diagnose(any(), any(), any(), any(), any());
        assertThat(run("diagnose", "--prompt", "a cat")).isEqualTo(Cli.INTERRUPTED);
        assertThat(text(err)).contains("stopped before anything was known");
    }

    @Test
    void whatIsNoQuestionIsRefusedInOneLine() {
        Map<String[], String> refused = Map.of(
                new String[] {"diagnose"},
                "expected a picture or a prompt",
                new String[] {"diagnose", "a.png", "--prompt", "b"},
                "beside --prompt",
                new String[] {"diagnose", "--prompt", "b", "--symptom", "No Symptom!"},
                "--symptom: symptom id",
                new String[] {"diagnose", "--prompt", "b", "--budget", "0"},
                "budget: expected 1 to 10000",
                new String[] {"diagnose", "--prompt", "b", "--count", "2"},
                "Unknown option: '--count'",
                new String[] {"diagnose", "--prompt", "b", "--out", "x.png"},
                "Unknown option: '--out'",
                new String[] {"diagnose", "--prompt", "b", "--effort", "heroic"},
                "--effort");
        refused.forEach((arguments, complaint) -> {
            assertThat(run(arguments)).as(String.join(" ", arguments)).isEqualTo(Cli.USAGE);
            assertThat(text(err)).contains(complaint);
        });
    }

    @Test
    void withoutAPluginThatDiagnosesItSaysSo() {
        registry(Diagnostician.class);
        assertThat(run("diagnose", "--prompt", "a cat")).isEqualTo(Cli.USAGE);
        assertThat(text(err)).contains("expected a plugin that diagnoses, found none");
    }

    @Test
    void aPictureThatIsNotThereIsOneLine() {
        assertThat(run("diagnose", folder.resolve("absent.png").toString())).isNotZero();
        assertThat(text(err).lines()).hasSize(1);
        assertThat(Set.of(Cli.USAGE, Cli.FAILURE)).contains(run("diagnose", folder.toString()));
    }

    @Test
    void aReportThatCannotBeWrittenCostsTheReportAlone() throws Exception {
        when(generation.decode(any(), any(), any())).thenReturn(Results.noise(128, 1));
        Path why = folder.resolve("why");
        Path taken = Files.createDirectories(why.resolve("bundle.json/taken"));
        assertThat(run("diagnose", "--prompt", "a cat", "--report", why.toString()))
                .isEqualTo(Cli.FAILURE);
        assertThat(taken).exists();
        assertThat(text(out)).startsWith("too few steps: likely");
        assertThat(text(err).lines().filter(line -> line.startsWith("darkroom:")))
                .singleElement()
                .asString()
                .contains("cannot write " + why.resolve("bundle.json"));
    }

    @Test
    void aReportThatHasNoFolderIsRefusedBeforeTheWork() throws Exception {
        Path taken = Files.createFile(folder.resolve("taken"));
        assertThat(run("diagnose", "--prompt", "a cat", "--report", taken.toString()))
                .isEqualTo(Cli.FAILURE);
        assertThat(text(err))
                .isEqualTo("darkroom: cannot make folder " + taken + ": not a folder" + System.lineSeparator());
        assertThat(text(out)).isEmpty();
        verify(diagnostician, never()).diagnose(any(), any(), any(), any(), any());
    }

    @Test
    void itsHelpIsItsOwn() {
        assertThat(run("diagnose", "--help")).isZero();
        assertThat(text(out))
                .contains("[PICTURE.png...]", "--prompt=TEXT", "--steps=N")
                .doesNotContain("[PROMPT...]", "--count", "--save-steps", "--batch-size", "--out");
    }

    @Test
    void aPictureThatDoesNotTellHowItWasMadeIsOneLine() throws Exception {
        Path plain = folder.resolve("plain.png");
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", plain.toFile());
        assertThat(run("diagnose", plain.toString())).isEqualTo(Cli.USAGE);
        assertThat(text(err).lines())
                .singleElement()
                .asString()
                .contains("plain.png", "expected a PNG that tells how it was made");
    }
}
