package dev.darkroom.host.plugin;

import static dev.darkroom.host.plugin.PluginHealth.State.DISABLED;
import static dev.darkroom.host.plugin.PluginHealth.State.REFUSED;
import static dev.darkroom.host.plugin.PluginHealth.State.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.host.digest.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which plugins may run: switched off, safe mode, the allow-list. */
class PluginChoiceTest extends PluginFolderTest {

    @Test
    void disablingAndEnablingPersist() throws IOException {
        HostileJar.sampler("other", "other").writeTo(folder, "other.jar");
        Path state = home.resolve("state/deep/plugins.json");
        PluginSettings.Builder settings = settings().stateFile(state);
        open(settings).disable("other");
        assertThat(Files.readString(state)).contains("\"disabled\"").contains("\"other\"");

        PluginHost host = open(settings);
        assertGoodPluginWorks(host);
        assertThat(host.registry(Sampler.class).ids()).containsExactly("fine");
        assertThat(health(host, "other").state()).isEqualTo(DISABLED);
        assertThat(health(host, "other").whatToDo()).isEqualTo("`darkroom plugins enable other`");
        assertThatThrownBy(() -> host.registry(Sampler.class).get("OTHER"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("plugin other, which has it, is disabled");

        host.enable("other");
        assertThat(health(open(settings), "other").state()).isEqualTo(STARTED);
        try (Stream<Path> left = Files.list(state.getParent())) {
            assertThat(left).containsExactly(state);
        }
    }

    @Test
    void anUnknownPluginCannotBeSwitched() {
        PluginHost host = open(settings().stateFile(home.resolve("plugins.json")));
        assertThatThrownBy(() -> host.disable("god"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("unknown plugin \"god\": did you mean good? (known: good)");
        assertThat(home.resolve("plugins.json")).doesNotExist();
    }

    @Test
    void aPluginThatIsGoneCanStillBeEnabled() throws IOException {
        Path state = home.resolve("plugins.json");
        Files.writeString(state, "{\"disabled\": [\"gone\"], \"later\": {\"a\": [1]}}");
        PluginHost host = open(settings().stateFile(state));
        host.enable("gone");
        assertThat(Files.readString(state)).doesNotContain("gone");
    }

    @Test
    void aStateFileOfBeforeKnowsNoNames() throws IOException {
        HostileJar.sampler("other", "other").writeTo(folder, "other.jar");
        Path state = home.resolve("plugins.json");
        Files.writeString(state, "{\"disabled\": [\"other\"]}");
        PluginHost host = open(settings().stateFile(state));
        assertThat(health(host, "other").state()).isEqualTo(DISABLED);
        assertThatThrownBy(() -> host.registry(Sampler.class).get("other")).hasMessageStartingWith("unknown sampler");
    }

    @Test
    void withoutAStateFileNothingCanBeRemembered() {
        PluginHost host = open();
        assertThatThrownBy(() -> host.disable("good")).hasMessageContaining("no state folder");
    }

    @Test
    void aStateFileThatCannotBeWritten() throws IOException {
        Path file = Files.createFile(home.resolve("a-file"));
        PluginHost host = open(settings().stateFile(file.resolve("plugins.json")));
        assertThatThrownBy(() -> host.disable("good"))
                .isInstanceOf(DarkroomException.class)
                .hasMessage("cannot make folder " + file + ": not a folder; plugin good stays as it was");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"disabled\": 7}",
                "{\"disabled\": [\"good\", 7]}",
                "{\"disabled\": [\"good\"], \"names\": [\"good\"]}",
                "{\"disabled\": [\"good\"], \"names\": {\"good\": 7}}",
                "\u0000\u0001"
            })
    void aCorruptStateFileIsKeptAsideAndCountsAsEmpty(String text) throws IOException {
        Path state = home.resolve("plugins.json");
        Files.writeString(state, text);
        PluginHost host = open(settings().stateFile(state));
        assertGoodPluginWorks(host);
        Path kept = home.resolve("plugins.json.corrupt");
        assertThat(host.notices())
                .singleElement()
                .asString()
                .contains("expected {\"disabled\": [\"plugin id\", ...]}")
                .contains("the original is kept as " + kept)
                .doesNotContain("REDACTED", "com.fasterxml");
        assertThat(kept).hasContent(text);
        assertThat(state).doesNotExist();
        Files.writeString(state, "again");
        open(settings().stateFile(state));
        assertThat(home.resolve("plugins.json.corrupt-2")).hasContent("again");
    }

    @Test
    void safeModeLoadsWhatTheDistributionLists() throws IOException {
        Path list = home.resolve("bundled-plugins.txt");
        BundledPlugins.write(folder, list);
        Path own = home.resolve("own");
        HostileJar.sampler("other", "other").writeTo(own, "other.jar");
        PluginSettings.Builder settings = PluginSettings.of(folder, own, home.resolve("absent"))
                .deadline(DEADLINE)
                .bundledList(list);

        PluginHost both = open(settings);
        assertThat(health(both, "other").state()).isEqualTo(STARTED);
        assertThat(health(both, "other").bundled()).isFalse();

        PluginHost host = open(settings.safeMode(true));
        assertGoodPluginWorks(host);
        assertThat(health(host, "good").bundled()).isTrue();
        assertThat(health(host, "other").state()).isEqualTo(REFUSED);
        assertThat(health(host, "other").reason()).contains("safe mode");
    }

    @Test
    void aBundledPluginThatWasChangedIsNoLongerBundled() throws IOException {
        Path list = home.resolve("bundled-plugins.txt");
        BundledPlugins.write(folder, list);
        HostileJar.sampler("good", "fine").version("1.0.1").writeTo(folder, "good.jar");
        PluginHealth health = health(open(settings().bundledList(list)), "good");
        assertThat(health.bundled()).isFalse();
        assertThat(health.reason()).isEqualTo("has the file name of a bundled plugin but other contents");
        PluginHealth safe = health(open(settings().bundledList(list).safeMode(true)), "good");
        assertThat(safe.state()).isEqualTo(REFUSED);
    }

    @Test
    void aRememberedDigestIsNotBelievedWhereItDecidesWhatMayRun() throws IOException {
        Path memory = home.resolve("digests.txt");
        PluginSettings.Builder remembering = settings().digests(Digests.rememberedIn(memory));
        String digest = health(open(remembering), "good").sha256();
        String forged = "0".repeat(64);
        Files.writeString(memory, Files.readString(memory).replace(digest, forged));
        Path list = Files.writeString(home.resolve("list"), forged + "  good.jar\n");

        Supplier<PluginSettings.Builder> forging = () -> settings().digests(Digests.rememberedIn(memory));
        assertThat(health(open(forging.get()), "good").sha256())
                .as("remembered")
                .isEqualTo(forged);
        assertThat(health(open(forging.get().allowList(list)), "good").state()).isEqualTo(REFUSED);
        assertThat(health(open(forging.get().bundledList(list).safeMode(true)), "good")
                        .state())
                .isEqualTo(REFUSED);
    }

    @Test
    void safeModeWithoutAListLoadsNothing() {
        PluginHost host = open(settings().safeMode(true).bundledList(home.resolve("absent.txt")));
        assertThat(host.registry(Sampler.class).all()).isEmpty();
        assertThat(host.notices()).singleElement().asString().contains("there is no list of them");
    }

    @Test
    void theAllowListRefusesWhatItDoesNotName() throws IOException, NoSuchAlgorithmException {
        Path other = HostileJar.sampler("other", "other").writeTo(folder, "other.jar");
        Path list = home.resolve("allowed.txt");
        String line = "# mine\n\n" + sha256(folder.resolve("good.jar")).toUpperCase(java.util.Locale.ROOT)
                + "  good.jar\nzzz\n";
        Files.writeString(list, line);
        PluginHost host = open(settings().allowList(list));
        assertGoodPluginWorks(host);
        PluginHealth health = health(host, "other");
        assertThat(health.state()).isEqualTo(REFUSED);
        assertThat(health.reason()).isEqualTo("not on the allow-list; its SHA-256 is " + sha256(other));
        assertThat(health.whatToDo()).contains("\"" + sha256(other) + "  other.jar\" to " + list);
        assertThat(host.notices()).singleElement().asString().contains("line 4").contains("found \"zzz\"");

        Files.writeString(list, line + sha256(other));
        assertThat(health(open(settings().allowList(list)), "other").state()).isEqualTo(STARTED);
    }

    @Test
    void anAllowListThatCannotBeReadAllowsNothing() {
        PluginHost host = open(settings().allowList(home));
        assertThat(host.registry(Sampler.class).all()).isEmpty();
        assertThat(host.notices()).singleElement().asString().contains("cannot be read");
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
