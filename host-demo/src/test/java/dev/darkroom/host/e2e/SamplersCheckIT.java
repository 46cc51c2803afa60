package dev.darkroom.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.host.e2e.Installation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden files of every plugin against the installed plugins, in their own class loaders. */
class SamplersCheckIT {

    private static final Path PLUGINS = Path.of("..", "plugins");

    @TempDir
    private Path temp;

    private Installation darkroom;
    private Path goldens;

    @BeforeEach
    void install() throws IOException {
        darkroom = Installation.built(temp);
        goldens = Files.createDirectories(temp.resolve("goldens"));
    }

    @Test
    void theInstalledPluginsFollowEveryReference() throws IOException {
        try (Stream<Path> files = Files.walk(PLUGINS)) {
            List<Path> golden = files.filter(file -> file.toString().endsWith(".json")
                            && file.getParent().endsWith(Path.of("src", "test", "resources", "golden"))
                            && holdsReferences(file))
                    .toList();
            for (Path file : golden) {
                String plugin = PLUGINS.relativize(file).getName(0).toString();
                Files.copy(file, goldens.resolve(plugin + "-" + file.getFileName()));
            }
        }
        Result result = darkroom.run("samplers", "check", goldens.toString(), "--failed");
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        String last = result.out().lines().reduce((first, second) -> second).orElseThrow();
        assertThat(last).endsWith(" passed, 0 failed");
        // 414 runs, 1014 schedules and the streams of random numbers, should anybody lose a file.
        assertThat(Integer.parseInt(last.substring(0, last.indexOf(' ')))).isGreaterThan(1450);
    }

    @Test
    void aCaseThatFailsIsShownAndEndsWithOne() throws IOException {
        Path euler = PLUGINS.resolve(Path.of("sampler-euler", "src", "test", "resources", "golden", "euler.json"));
        Files.writeString(
                goldens.resolve("wrong.json"), Files.readString(euler).replaceFirst("\"nfe\": ?\\d+", "\"nfe\": 1234"));
        Result result = darkroom.run("samplers", "check", goldens.toString(), "--json");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out().lines().filter(line -> line.contains("\"verdict\":\"failed\"")))
                .singleElement()
                .asString()
                .contains("\"file\":\"wrong.json\"", "\"extension\":\"euler\"", "expected 1234 evaluations");
    }

    @Test
    void aMalformedFileEndsWithTwoAndOneLine() throws IOException {
        Files.writeString(goldens.resolve("bad.json"), "{\"cases\": [{}], \"mixtures\": {}}");
        Result result = darkroom.run("samplers", "check", goldens.toString());
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.errLines()).singleElement().asString().contains("bad.json", "cases[0]", "expected", "found");
    }

    private static boolean holdsReferences(Path file) {
        try {
            String text = Files.readString(file);
            return text.contains("\"cases\"") && text.contains("\"mixtures\"")
                    || text.contains("\"schedules\"")
                    || text.contains("\"torch_cpu\"")
                    || text.contains("\"philox_nv\"");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
