package dev.darkroom.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launchers: what they tell a JVM, which here is a script that writes it down. */
class LauncherTest {

    private static final Path LAUNCHERS = Path.of("src", "main", "dist", "bin");

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Path distribution;
    private Path cache;
    private Path told;

    @BeforeEach
    void installation() throws IOException {
        distribution =
                Files.createDirectories(folder.resolve("the distribution")).toRealPath();
        cache = folder.resolve("home/cache");
        told = folder.resolve("told");
        Files.createDirectories(distribution.resolve("bin"));
        Files.createDirectories(distribution.resolve("lib"));
        Files.writeString(distribution.resolve("lib/host-demo.jar"), "");
        script(distribution.resolve("bin/darkroom"), Files.readString(LAUNCHERS.resolve("darkroom")));
        script(folder.resolve("java/bin/java"), """
                #!/bin/sh
                printf '%s\\n' "$@" >'TOLD'
                for option; do
                    case $option in -XX:ArchiveClassesAtExit=*) echo classes >"${option#*=}" ;; esac
                done
                """.replace("TOLD", told.toString()));
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void bothGiveTheJvmTheSame() throws IOException {
        String shell = Files.readString(LAUNCHERS.resolve("darkroom"));
        String windows = Files.readString(LAUNCHERS.resolve("darkroom.cmd"));

        assertThat(options(windows))
                .contains(
                        "-Xmn24m",
                        "-Xmn8m",
                        "-Xms256m",
                        "-XX:+UseSerialGC",
                        "-Djava.awt.headless",
                        "-Ddarkroom.dist",
                        "-XX:SharedArchiveFile")
                .isEqualTo(options(shell));
        assertThat(commands(windows, "in \\(([a-z ]*)\\) do .*jit=-XX"))
                .contains("generate")
                .isEqualTo(commands(shell, "(.*)\\) jit=-XX"));
        assertThat(windows).contains("ORT_DISABLE_TELEMETRY=1", "%DARKROOM_OPTS%", "host-demo.jar\" %*");
        assertThat(shell).contains("ORT_DISABLE_TELEMETRY:-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/dist/bin/darkroom.cmd", "../darkroom.cmd"})
    void windowsReadsItsLabelsOnlyWithItsLineEnds(String script) throws IOException {
        String text = Files.readString(Path.of(script), StandardCharsets.US_ASCII);

        assertThat(text.replace("\r\n", "")).doesNotContain("\n", "\r");
        // Before a label is jumped to, it must be there.
        for (String label : all(text, "goto (\\w+)")) {
            assertThat(text).contains("\r\n:" + label + "\r\n");
        }
    }

    /** Options of the JVM, without their values. */
    private static Set<String> options(String script) {
        return new TreeSet<>(all(script, "(?<![\\w*-])(-(?:XX:|X|D)[+-]?[A-Za-z.:]+(?:(?<=-Xm[ns])\\w+)?)"));
    }

    private static Set<String> commands(String script, String among) {
        return new TreeSet<>(all(String.join(" ", all(script, among)), "([a-z]+)"));
    }

    private static List<String> all(String text, String pattern) {
        List<String> found = new ArrayList<>();
        for (Matcher matcher = Pattern.compile(pattern).matcher(text); matcher.find(); ) {
            found.add(matcher.group(1));
        }
        return found;
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theFirstGenerationOfAMovedDistributionMakesAnArchiveThatTheNextUses() throws Exception {
        assertThat(run("generate", "it's a \"cat\"", "--out", "a b")).isZero();

        List<Path> archives = archives();
        assertThat(archives).hasSize(1);
        assertThat(Files.readAllLines(told))
                .anyMatch(option -> option.startsWith("-XX:ArchiveClassesAtExit=" + archives.get(0)))
                .contains("-Ddarkroom.dist=" + distribution)
                .endsWith("generate", "it's a \"cat\"", "--out", "a b");

        assertThat(run("inspect", "x.png")).isZero();
        assertThat(Files.readAllLines(told)).contains("-XX:SharedArchiveFile=" + archives.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "-V"})
    @DisabledOnOs(OS.WINDOWS)
    void helpLoadsTooFewClassesForAnArchive(String option) throws Exception {
        assertThat(run("generate", option)).isZero();

        assertThat(cache).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFullDiskTakesNoArchive() throws Exception {
        script(folder.resolve("tools/df"), "echo Filesystem; echo none 100000 99000 1000 99% /\n");

        assertThat(run("generate", "a cat")).isZero();

        assertThat(archives()).isEmpty();
        assertThat(Files.readAllLines(told)).noneMatch(option -> option.startsWith("-XX:ArchiveClassesAtExit"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void archivesOfDistributionsThatAreGoneAreDeleted() throws Exception {
        Path other = Files.createDirectories(folder.resolve("other one/lib"));
        Files.writeString(other.resolve("host-demo.jar"), "");
        Files.createDirectories(cache);
        Path kept = archive("classes-1.jsa", other.getParent());
        Path gone = archive("classes-2.jsa", folder.resolve("moved away"));
        Path unknown = Files.writeString(cache.resolve("classes-3.jsa"), "");
        Path digests = Files.writeString(cache.resolve("digests.txt"), "");

        assertThat(run("generate", "a cat")).isZero();

        assertThat(kept).exists();
        assertThat(kept.resolveSibling("classes-1.jsa.place")).exists();
        assertThat(gone).doesNotExist();
        assertThat(gone.resolveSibling("classes-2.jsa.place")).doesNotExist();
        assertThat(List.of(unknown, digests)).allMatch(Files::exists);
        assertThat(archives()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xfoo", "-Xmxlots", "-XX:+UseG1GC", "nonsense", "-Xmx1g -XX:NoSuchThing=1"})
    @DisabledOnOs(OS.WINDOWS)
    void optionsTheJvmDoesNotTakeAreOneLine(String options) throws Exception {
        environment.put("DARKROOM_OPTS", options);
        environment.put("JAVA_HOME", System.getProperty("java.home"));

        assertThat(run("generate", "a cat")).isEqualTo(Cli.USAGE);

        assertThat(Files.readAllLines(folder.resolve("stderr")))
                .singleElement()
                .asString()
                .startsWith("darkroom: DARKROOM_OPTS: expected options of the JVM, found \"" + options + "\" (")
                .doesNotEndWith("()");
        assertThat(folder.resolve("stdout")).isEmptyFile();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void optionsTheJvmTakesReachItLast() throws Exception {
        environment.put("DARKROOM_OPTS", "-Xmx1g -Dx=y");

        assertThat(run("generate", "a cat")).isZero();

        assertThat(Files.readAllLines(told)).containsSubsequence("-Xmn8m", "-Xmx1g", "-Dx=y", "-jar");
    }

    private Path archive(String name, Path place) throws IOException {
        Files.writeString(cache.resolve(name + ".place"), place + "\n");
        return Files.writeString(cache.resolve(name), "classes");
    }

    private List<Path> archives() throws IOException {
        try (var files = Files.list(cache)) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    private int run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(distribution.resolve("bin/darkroom").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectOutput(folder.resolve("stdout").toFile());
        builder.redirectError(folder.resolve("stderr").toFile());
        builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
        builder.environment().put("DARKROOM_HOME", folder.resolve("home").toString());
        builder.environment().merge("PATH", folder.resolve("tools").toString(), (path, tools) -> tools + ":" + path);
        builder.environment().putAll(environment);
        return builder.start().waitFor();
    }
}
