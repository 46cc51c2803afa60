package dev.darkroom.host.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.host.e2e.Installation.Result;
import dev.darkroom.host.image.PngMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's sampler plugin, built by Maven as a stranger would and dropped into the plugin folder. */
class ExampleSamplerIT {

    private static final Path REPOSITORY = Path.of(System.getProperty("darkroom.repository"));
    private static final Path PROJECT = REPOSITORY.resolve("host-demo/src/test/projects/midpoint-sampler");

    @TempDir
    private Path temp;

    @Test
    void theReadmeShowsTheVeryExampleThatIsTested() throws IOException {
        String readme = Files.readString(REPOSITORY.resolve("README.md"));
        try (Stream<Path> files = Files.walk(PROJECT)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                assertThat(readme).contains(Files.readString(file).strip());
            }
        }
    }

    @Test
    void aStrangersSamplerIsBuiltAgainstTheInstalledApiAndUsed() throws Exception {
        Path project = copyOfTheProject();
        Path installed = temp.resolve("m2");
        maven(
                REPOSITORY,
                installed,
                "install",
                "-pl",
                "plugin-api",
                "-am",
                "-DskipTests",
                "-Dspotless.check.skip=true");
        maven(project, installed, "package");
        byte[] jar = Files.readAllBytes(project.resolve("target/midpoint-sampler-1.0.0.jar"));

        Installation darkroom = Installation.built(temp);
        assertThat(darkroom.run("generate", "a red apple", "--sampler=midpoint").exit())
                .isEqualTo(2);
        darkroom.dropPlugin("midpoint-sampler.jar", jar);
        assertThat(darkroom.run("plugins").out()).contains("started  midpoint-sampler 1.0.0  sampler midpoint");
        assertThat(darkroom.run("plugins", "--json").out().lines())
                .filteredOn(line -> line.contains("\"id\":\"midpoint-sampler\",\"version\":\"1.0.0\""))
                .singleElement()
                .asString()
                .contains("\"state\":\"started\"", "\"extensions\":[\"sampler midpoint\"]");
        assertThat(darkroom.run("samplers", "--json").out())
                .contains("{\"chosenBy\":\"--sampler\",\"id\":\"midpoint\",\"name\":\"Midpoint\"");
        Result made =
                darkroom.run("generate", "a red apple", "--sampler=midpoint", "--steps=8", "--seed=1", "--out=x.png");
        assertThat(made.exit()).as(made.err()).isZero();
        assertThat(PngMetadata.read(darkroom.workingFolder().resolve("x.png"))
                        .text("parameters")
                        .orElseThrow())
                .contains("Sampler: Midpoint");

        // Switched off it is gone, switched on again it is back; safe mode leaves it out.
        assertThat(darkroom.run("plugins", "disable", "midpoint-sampler").exit())
                .isZero();
        Result refused = darkroom.run("generate", "a red apple", "--sampler=midpoint");
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("plugin midpoint-sampler, which has it, is disabled");
        assertThat(darkroom.run("plugins", "enable", "midpoint-sampler").exit()).isZero();
        assertThat(darkroom.run("generate", "a red apple", "--sampler=midpoint", "--steps=2")
                        .exit())
                .isZero();
        assertThat(darkroom.run("generate", "a red apple", "--sampler=midpoint", "--safe-mode")
                        .exit())
                .isEqualTo(2);
    }

    private Path copyOfTheProject() throws IOException {
        Path copy = temp.resolve("project");
        try (Stream<Path> files = Files.walk(PROJECT)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, copy.resolve(PROJECT.relativize(file)));
            }
        }
        return copy;
    }

    /** Installs into a repository of the test's own; what lies in the user's is read but not written. */
    private void maven(Path folder, Path repository, String... arguments) throws Exception {
        Path known = Path.of(System.getProperty("user.home"), ".m2", "repository");
        List<String> command = new ArrayList<>(List.of(
                REPOSITORY.resolve("mvnw").toString(),
                "--batch-mode",
                "--quiet",
                "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + known,
                "-Dmaven.repo.local.tail.ignoreAvailability=true"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Path log = temp.resolve("maven.log");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }
}
