package dev.darkroom.host.plugin;

import static dev.darkroom.host.plugin.PluginHealth.State.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in the plugin folder that are no plugins. */
class HostileFileTest extends PluginFolderTest {

    @Test
    void zeroBytes() throws IOException {
        Files.createFile(folder.resolve("empty.jar"));
        assertRefused("empty.jar", "the file is empty (0 bytes)");
    }

    @Test
    void notAJar() throws IOException {
        Files.writeString(folder.resolve("note.jar"), "Hello, I am a text file");
        assertRefused("note.jar", "found a file that starts with \"Hello, I am a te\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 100, 700})
    void truncated(int length) throws IOException {
        Path whole = HostileJar.sampler("cut", "cut").writeTo(home, "whole.jar");
        Files.write(folder.resolve("cut.jar"), Arrays.copyOf(Files.readAllBytes(whole), length));
        assertRefused("cut.jar", "damaged JAR");
    }

    @Test
    void aByteOfAClassFlipped() throws IOException {
        Path jar = HostileJar.sampler("flipped", "flipped").writeTo(folder, "flipped.jar");
        byte[] bytes = Files.readAllBytes(jar);
        int data = indexOf(bytes, "stranger/TheSampler.class") + 60;
        Arrays.fill(bytes, data, data + 40, (byte) 0xff);
        Files.write(jar, bytes);
        assertThat(health("flipped").state()).isEqualTo(PluginHealth.State.FAILED);
        assertThat(health("flipped").reason()).contains("stranger.TheSampler");
    }

    @Test
    void noPluginId() {
        new HostileJar().writeTo(folder, "library.jar");
        assertRefused("library.jar", "its manifest has no Plugin-Id");
    }

    @Test
    void noPluginVersion() {
        HostileJar.sampler("unversioned", "x").manifest("Plugin-Version", null).writeTo(folder, "unversioned.jar");
        assertRefused("unversioned.jar", "its manifest has no Plugin-Version");
    }

    @Test
    void versionThatIsNone() {
        HostileJar.sampler("odd", "x").version("latest").writeTo(folder, "odd.jar");
        assertRefused("odd.jar", "expected a version like 1.2.0, found \"latest\"");
    }

    @Test
    void idWithTerminalEscapes() {
        HostileJar.sampler("\u001b[31mred", "x").writeTo(folder, "red.jar");
        PluginHealth health = health("red.jar");
        assertThat(health.state()).isEqualTo(REFUSED);
        assertThat(health.reason()).contains("Plugin-Id: expected letters").doesNotContain("\u001b");
    }

    @Test
    void folderNamedLikeAJar() throws IOException {
        Files.createDirectory(folder.resolve("x.jar"));
        assertRefused("x.jar", "is a folder, expected a JAR file");
    }

    @Test
    void linkToNowhere() throws IOException {
        Files.createSymbolicLink(folder.resolve("gone.jar"), home.resolve("nowhere"));
        assertRefused("gone.jar", "cannot be read");
    }

    @Test
    void unreadable() throws IOException {
        Path jar = HostileJar.sampler("secret", "x").writeTo(folder, "secret.jar");
        assumeTrue(Files.getFileStore(jar).supportsFileAttributeView("posix"));
        Files.setPosixFilePermissions(jar, Set.of());
        assumeTrue(!Files.isReadable(jar), "root may read everything");
        assertRefused("secret.jar", "cannot be read");
    }

    @Test
    @Timeout(20)
    void namedPipe() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")));
        Process mkfifo =
                new ProcessBuilder("/usr/bin/mkfifo", folder.resolve("pipe.jar").toString()).start();
        assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertRefused("pipe.jar", "expected a regular file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil.txt", "/etc/evil", "C:\\evil", "a\\..\\..\\evil", "META-INF/../../evil"})
    void entryThatLeavesTheArchive(String name) {
        HostileJar.sampler("slip", "x").entry(name, new byte[] {1}).writeTo(folder, "slip.jar");
        assertRefused("slip.jar", "points outside the archive");
        assertThat(home.resolve("evil.txt")).doesNotExist();
    }

    @Test
    void hugeIndex() {
        HostileJar.plugin("bomb")
                .withoutIndex()
                .entry("META-INF/extensions.idx", new byte[32 << 20])
                .writeTo(folder, "bomb.jar");
        assertRefused("bomb.jar", "expected at most 1 MiB of text");
    }

    private void assertRefused(String file, String reason) {
        PluginHealth health = health(file);
        assertThat(health.state()).isEqualTo(REFUSED);
        assertThat(health.reason()).contains(reason);
        assertThat(health.whatToDo()).isNotEmpty();
        assertThat(health.extensions()).isEmpty();
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
