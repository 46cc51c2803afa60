package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyDouble;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.ModelBench;
import dev.darkroom.api.runtime.CancelledException;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import dev.darkroom.api.sweep.SweepAnalysis;
import dev.darkroom.host.image.PngMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code darkroom sweep} against a stand-in for the pipeline. */
class SweepCommandTest extends CommandLineFixture {

    private String unknown = "none";
    private Map<String, String> files = Map.of("unet/model.onnx", "ab");

    @BeforeEach
    void bench() {
        when(generation.setup(any())).thenAnswer(call -> {
            GenerationRequest request = call.getArgument(0);
            if (request.sampler().name().equals(unknown)) {
                throw new InvalidRequestException("unknown sampler \"eulr\": did you mean euler?");
            }
            return new ModelBench.Setup(
                    request,
                    card(Map.of()),
                    128,
                    128,
                    mock(DiffusionProcess.class),
                    SigmaSchedule.of(14.6, 0),
                    Workload.of(request.steps(), request.steps()),
                    files);
        });
        when(generation.denoise(any(), any(), anyDouble(), any())).thenReturn(null);
        when(generation.alignment(any(), any())).thenReturn(OptionalDouble.of(0.3));
        when(darkroom.analyse(anyList(), anyList()))
                .thenReturn(new SweepAnalysis(List.of(), List.of(), List.of(), List.of(), List.of()));
    }

    private int sweep(String... args) {
        return run(Stream.concat(Stream.of("sweep", "--out", folder.resolve("s").toString()), Stream.of(args))
                .toArray(String[]::new));
    }

    private List<Path> list(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("s").resolve(name))) {
            return files.sorted().toList();
        }
    }

    @Test
    void makesEveryCombination() throws IOException {
        int code = sweep(
                "an apple",
                "a cat",
                "--cfg-scale",
                "1,7.5",
                "--sampler=euler,DPM++ 2M Karras",
                "--sampler-option",
                "eta=0,0.5",
                "--steps",
                "3",
                "--seeds",
                "2",
                "--seed",
                "40");

        assertThat(text(err))
                .startsWith("note: 8 cells, 32 pictures, about 96 evaluations of the model")
                .hasLineCount(1);
        assertThat(code).isEqualTo(0);
        assertThat(requests).hasSize(32).allMatch(request -> request.steps() == 3);
        assertThat(requests.subList(0, 4))
                .extracting(GenerationRequest::prompt, GenerationRequest::seed)
                .containsExactly(
                        tuple("an apple", 40L), tuple("an apple", 41L), tuple("a cat", 40L), tuple("a cat", 41L));
        assertThat(requests.stream()
                        .map(r -> r.cfgScale()
                                + r.sampler().name()
                                + r.sampler().options()
                                + r.schedule().name()))
                .contains("1.0euler{eta=0}karras", "7.5DPM++ 2M{eta=0.5}karras");
        assertThat(text(out).lines().toList())
                .contains(
                        "[1/8] cfg-scale=1 sampler=euler sampler-option eta=0  artifacts 0.81 (noise)  alignment 0.300"
                                + "  0.03 s")
                .hasSize(8 + 5);
        assertThat(list("records")).hasSize(32);
        assertThat(list("pictures")).hasSize(32);
        assertThat(PngMetadata.read(folder.resolve("s/grid.png")).width()).isPositive();
        assertThat(folder.resolve("s/grid-2.png")).exists();
    }

    @Test
    void makesNothingTwice() throws IOException {
        sweep("an apple", "--steps", "3,4", "--seeds", "2");
        List<Path> records = list("records");
        requests.clear();

        assertThat(sweep("an apple", "--steps", "3,4,5", "--seeds", "2")).isEqualTo(0);

        assertThat(requests).extracting(GenerationRequest::steps).containsExactly(5, 5);
        assertThat(text(err)).contains("note: 4 of 6 pictures were made before");
        assertThat(text(out)).contains("[1/3] steps=3  artifacts 0.81 (noise)  alignment 0.300  0.03 s  (made before)");
        requests.clear();
        Files.writeString(records.get(0), "{\"measures\"");
        Files.delete(list("pictures").get(1));
        sweep("an apple", "--steps", "3,4,5", "--seeds", "2");
        assertThat(requests)
                .as("a damaged record and a missing picture are made again")
                .hasSize(2);
        requests.clear();
        files = Map.of("unet/model.onnx", "cd");
        sweep("an apple", "--steps", "3", "--seeds", "2");
        assertThat(requests).as("another model's pictures are others").hasSize(2);
    }

    @Test
    void keepsWhatIsFinishedWhenItIsStopped() throws IOException {
        service = (request, observer, cancellation) -> {
            if (request.steps() == 5) {
                throw new CancelledException();
            }
            return makePictures(request, observer, cancellation);
        };

        assertThat(sweep("an apple", "--steps", "3,4,5,6")).isEqualTo(130);

        assertThat(text(err)).contains("stopped; finished pictures are kept, and the same command goes on from there");
        assertThat(list("records")).hasSize(2);
    }

    @Test
    void aCellThatCannotBeMadeCostsItselfAlone() throws IOException {
        service = (request, observer, cancellation) -> {
            if (request.steps() == 4) {
                throw new DarkroomException("step 2: the network\nfell over");
            }
            return makePictures(request, observer, cancellation);
        };

        assertThat(sweep("an apple", "--steps", "3,4,5")).isEqualTo(3);

        assertThat(text(out))
                .contains("[2/3] steps=4  failed: step 2: the network; fell over", "[3/3] steps=5  artifacts");
        assertThat(Files.readString(folder.resolve("s/sweep.csv")))
                .contains("\r\n4,an apple,0,,,")
                .contains("fell over");
    }

    @Test
    void endsInOneLineWhenNothingCanBeWrittenAndKeepsTheRest() throws IOException {
        service = (request, observer, cancellation) -> {
            if (request.steps() == 4) {
                blockRecords();
            }
            return makePictures(request, observer, cancellation);
        };

        assertThat(sweep("an apple", "--steps", "3,4,5")).isEqualTo(3);

        assertThat(text(err).lines().filter(line -> line.startsWith("darkroom: cannot write")))
                .hasSize(1);
        assertThat(requests).as("it goes no further").hasSize(2);
    }

    /** A file where the folder of records was: whoever runs the tests, nothing can be written there. */
    private void blockRecords() {
        try {
            Files.move(folder.resolve("s/records"), folder.resolve("s/kept"));
            Files.createFile(folder.resolve("s/records"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void printsOneJsonObjectAPicture() throws IOException {
        assertThat(sweep("an \"apple\"", "--steps", "3,4", "--json")).isEqualTo(0);

        List<String> lines = text(out).lines().toList();
        assertThat(lines).hasSize(2).allMatch(line -> line.startsWith("{\"settings\":"));
        assertThat(text(err)).contains("sweep.csv", "sweep.json", "sweep.html");
        JsonNode json = new ObjectMapper().readTree(lines.get(1));
        assertThat(json.at("/settings/steps").asText()).isEqualTo("4");
        assertThat(json.at("/prompt").asText()).isEqualTo("an \"apple\"");
        assertThat(json.at("/measures/artifacts").asDouble()).isEqualTo(0.81);
        assertThat(Path.of(json.at("/picture").asText())).exists();
    }

    @Test
    void repeatedOptionsAreValuesToo() {
        sweep(
                "x",
                "--negative-prompt",
                "blurry, dark",
                "--negative-prompt",
                "",
                "--sigmas",
                "14,7,0",
                "--inspectors",
                "a,b");

        assertThat(requests).extracting(GenerationRequest::negativePrompt).containsExactly("blurry, dark", "");
        assertThat(requests.get(0).schedule().options()).containsEntry("sigmas", "14,7,0");
        assertThat(requests.get(0).inspection().only()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatLoadsAModelVariesSlowest() {
        sweep("x", "--steps", "3,4", "--model", "a,b");

        assertThat(requests)
                .extracting(request -> request.model().orElseThrow() + request.steps())
                .containsExactly("a3", "a4", "b3", "b4");
    }

    @Test
    void aMillionPicturesAreNotMadeUnasked() {
        String ten = "1,2,3,4,5,6,7,8,9,10";
        String[] options = Stream.of("a", "b", "c", "d")
                .map(name -> "--sampler-option=" + name + "=" + ten)
                .toArray(String[]::new);

        assertThat(sweep(Stream.concat(Stream.of("x", "--steps", ten, "--cfg-scale", ten), Stream.of(options))
                        .toArray(String[]::new)))
                .isEqualTo(2);

        assertThat(text(err))
                .contains("a sweep of 1000000 pictures: expected at most 1000 without --yes (1000000 cells, 1000000"
                        + " pictures, about 5")
                .hasLineCount(1);
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--steps 3;many, 'steps=many: --steps: expected a whole number up to 2147483647, found \"many\"'",
        "--steps 3;0, steps: expected 1 to 10000",
        "--stepps 3, did you mean --steps",
        "--count 3, --count: expected no such option in a sweep",
        "--seed 1;2, --seed: expected one",
        "--seeds 0, --seeds: expected 1 or more",
        "--steps, --steps: expected a value"
    })
    void saysWhatIsWrongInOneLine(String given, String expected) {
        String[] args = ("x " + given.replace(';', ',')).split(" ");

        assertThat(sweep(args)).isEqualTo(2);

        assertThat(text(err)).contains(expected);
        assertThat(text(err).lines().filter(line -> line.startsWith("darkroom:")))
                .hasSize(1);
        assertThat(requests).isEmpty();
    }

    @Test
    void checksEveryValueBeforeThePicturesAreMade() {
        unknown = "eulr";

        assertThat(sweep("x", "--sampler", "euler,eulr", "--steps", "3,4")).isEqualTo(2);

        assertThat(text(err)).contains("sweep, sampler=eulr: unknown sampler \"eulr\": did you mean euler?");
        assertThat(requests).isEmpty();
        assertThat(sweep("--steps", "3,4")).isEqualTo(2);
        assertThat(text(err)).contains("expected a prompt");
    }
}
