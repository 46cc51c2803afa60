package dev.darkroom.host.plugin;

import static dev.darkroom.host.plugin.PluginHealth.State.BLOCKED;
import static dev.darkroom.host.plugin.PluginHealth.State.DISABLED;
import static dev.darkroom.host.plugin.PluginHealth.State.FAILED;
import static dev.darkroom.host.plugin.PluginHealth.State.REFUSED;
import static dev.darkroom.host.plugin.PluginHealth.State.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.sampling.Sampler;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plugins that need others, other versions, or another version of the contract. */
class PluginDependencyTest extends PluginFolderTest {

    @Test
    void missing() {
        HostileJar.sampler("needy", "x").dependsOn("nowhere").writeTo(folder, "needy.jar");
        PluginHealth health = health("needy");
        assertThat(health.state()).isEqualTo(BLOCKED);
        assertThat(health.reason()).isEqualTo("needs plugin nowhere, which is not installed");
        assertThat(health.whatToDo()).isEqualTo("put plugin nowhere into the plugin folder");
    }

    @Test
    void missingButOptional() {
        HostileJar.sampler("easy", "x").dependsOn("nowhere?").writeTo(folder, "easy.jar");
        assertThat(health("easy").healthy()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1.4.0, >=1.0.0 & <2.0.0, STARTED",
        "1.4.0, >=2.0.0, BLOCKED",
        "2.0.0-SNAPSHOT, >=2.0.0, STARTED",
        "1.4, >=1.4.0, STARTED",
        "1.4.0, nonsense, BLOCKED"
    })
    void versionOfTheNeeded(String version, String range, PluginHealth.State state) {
        HostileJar.sampler("base", "b").version(version).writeTo(folder, "base.jar");
        HostileJar.sampler("needy", "n").dependsOn("base@" + range).writeTo(folder, "needy.jar");
        PluginHealth health = health("needy");
        assertThat(health.state()).isEqualTo(state);
        if (state == BLOCKED) {
            assertThat(health.reason()).isEqualTo("needs plugin base " + range + ", found " + version);
        }
    }

    @Test
    void cyclic() {
        HostileJar.sampler("a", "a").dependsOn("b").writeTo(folder, "a.jar");
        HostileJar.sampler("b", "b").dependsOn("c").writeTo(folder, "b.jar");
        HostileJar.sampler("c", "c").dependsOn("a?").writeTo(folder, "c.jar");
        HostileJar.sampler("self", "s").dependsOn("self").writeTo(folder, "self.jar");
        HostileJar.sampler("above", "x").dependsOn("a").writeTo(folder, "above.jar");
        PluginHost host = open();
        assertGoodPluginWorks(host);
        assertThat(health(host, "a").state()).isEqualTo(REFUSED);
        assertThat(health(host, "a").reason()).isEqualTo("depends on itself: a -> b -> c -> a");
        assertThat(health(host, "b").state()).isEqualTo(REFUSED);
        assertThat(health(host, "c").state()).isEqualTo(REFUSED);
        assertThat(health(host, "self").reason()).isEqualTo("depends on itself: self -> self");
        assertThat(health(host, "above").state()).isEqualTo(BLOCKED);
        assertThat(health(host, "above").reason()).contains("needs plugin a, which is not started (depends on itself");
    }

    @Test
    void classesOfTheNeededAreSeenAndALibraryIsNotEmpty() {
        Path library = HostileJar.plugin("library")
                .source(
                        "shared.Names",
                        "package shared; public class Names { public static String of() { return \"x\"; } }")
                .writeTo(folder, "zz-library.jar");
        HostileJar.plugin("user")
                .against(library)
                .sampler("stranger.S", "user", "", "shared.Names.of();")
                .dependsOn("library")
                .writeTo(folder, "aa-user.jar");
        PluginHost host = open();
        assertGoodPluginWorks(host);
        assertThat(health(host, "user").healthy()).isTrue();
        assertThat(health(host, "library").state()).isEqualTo(STARTED);
    }

    @Test
    void dependentsOfAFailedPluginAreNotStarted() {
        HostileJar.sampler("base", "b")
                .pluginClass("", "throw new IllegalStateException(\"boom\");", "")
                .writeTo(folder, "base.jar");
        HostileJar.sampler("middle", "m").dependsOn("base").writeTo(folder, "middle.jar");
        HostileJar.sampler("top", "t").dependsOn("middle").writeTo(folder, "top.jar");
        PluginHost host = open();
        assertGoodPluginWorks(host);
        assertThat(health(host, "base").state()).isEqualTo(FAILED);
        assertThat(health(host, "middle").state()).isEqualTo(BLOCKED);
        assertThat(health(host, "middle").reason())
                .contains("needs plugin base, which failed")
                .contains("boom");
        assertThat(health(host, "top").reason()).contains("needs plugin middle, which is not started");
    }

    @Test
    void dependentsOfADisabledPluginAreNotStarted() {
        HostileJar.sampler("base", "b").writeTo(folder, "base.jar");
        HostileJar.sampler("top", "t").dependsOn("base").writeTo(folder, "top.jar");
        PluginSettings.Builder settings = settings().stateFile(home.resolve("plugins.json"));
        open(settings).disable("base");
        PluginHost host = open(settings);
        assertGoodPluginWorks(host);
        assertThat(health(host, "base").state()).isEqualTo(DISABLED);
        assertThat(health(host, "top").state()).isEqualTo(BLOCKED);
        assertThat(health(host, "top").reason()).isEqualTo("needs plugin base, which is disabled");
        assertThat(health(host, "top").whatToDo()).isEqualTo("`darkroom plugins enable base`");
    }

    @ParameterizedTest
    @CsvSource({
        ">=0.2.0, 0.1.0, false",
        ">=0.1.0 & <0.2.0, 0.2.0, false",
        ">=0.1.0 & <0.2.0, 0.1.7, true",
        ">=0.1.0 & <0.2.0, 0.1.0-SNAPSHOT, true",
        "0.1.0, 0.1.3, true",
        "*, 7.0.0, true"
    })
    void versionOfTheContract(String range, String api, boolean compatible) {
        HostileJar.sampler("good", "fine").manifest("Plugin-Requires", null).writeTo(folder, "good.jar");
        HostileJar.sampler("picky", "p").manifest("Plugin-Requires", range).writeTo(folder, "picky.jar");
        PluginHost host = open(settings().apiVersion(api));
        assertGoodPluginWorks(host);
        PluginHealth health = health(host, "picky");
        assertThat(health.state()).isEqualTo(compatible ? STARTED : REFUSED);
        if (!compatible) {
            assertThat(health.reason()).isEqualTo("needs Darkroom API " + range + ", this is " + api);
        }
    }

    @Test
    void versionOfTheContractThatIsNone() {
        HostileJar.sampler("picky", "p").manifest("Plugin-Requires", "newest").writeTo(folder, "picky.jar");
        assertThat(health("picky").state()).isEqualTo(REFUSED);
        assertThat(health("picky").reason()).contains("expected a range like >=0.1.0 & <0.2.0, found \"newest\"");
    }

    @ParameterizedTest
    @CsvSource({"1.9.0, 1.10.0", "1.0.0-SNAPSHOT, 1.0.0", "1.0, 1.1-beta"})
    void ofTwoWithOneIdTheHighestVersionIsUsed(String lower, String higher) {
        HostileJar.sampler("twin", "old").version(lower).writeTo(folder, "b-old.jar");
        HostileJar.sampler("twin", "new").version(higher).writeTo(folder, "c-new.jar");
        PluginHost host = open();
        assertGoodPluginWorks(host);
        assertThat(host.registry(Sampler.class).ids()).containsExactly("fine", "new");
        assertThat(host.health())
                .filteredOn(health -> health.id().equals("twin"))
                .satisfiesExactly(used -> assertThat(used.state()).isEqualTo(STARTED), refused -> {
                    assertThat(refused.state()).isEqualTo(REFUSED);
                    assertThat(refused.reason())
                            .isEqualTo("plugin twin is there twice: version " + higher
                                    + " (c-new.jar) is used, not version " + lower + " (b-old.jar)");
                });
    }
}
