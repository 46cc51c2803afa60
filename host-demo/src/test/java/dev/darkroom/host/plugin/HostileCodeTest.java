package dev.darkroom.host.plugin;

import static dev.darkroom.host.plugin.PluginHealth.State.EMPTY;
import static dev.darkroom.host.plugin.PluginHealth.State.FAILED;
import static dev.darkroom.host.plugin.PluginHealth.State.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.sampling.Sampler;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins whose classes are missing, do not link, throw or hang. */
@Timeout(60)
class HostileCodeTest extends PluginFolderTest {

    private static final String HANG =
            "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) { } }";

    @Test
    void misspeltPluginClass() {
        HostileJar.sampler("bad", "bad")
                .manifest("Plugin-Class", "stranger.Plugn")
                .writeTo(folder, "bad.jar");
        assertFailed("Plugin-Class stranger.Plugn is not in the JAR");
    }

    @Test
    void pluginClassIsNoPlugin() {
        HostileJar.sampler("bad", "bad")
                .manifest("Plugin-Class", "stranger.TheSampler")
                .writeTo(folder, "bad.jar");
        assertFailed("expected a class that extends org.pf4j.Plugin");
    }

    @Test
    void misspeltExtensionClass() {
        HostileJar.plugin("bad").index("stranger.Sampelr").writeTo(folder, "bad.jar");
        assertFailed("extensions.idx lists stranger.Sampelr, which is not in the JAR");
    }

    @Test
    void newerJava() {
        HostileJar.sampler("bad", "bad").classFileVersion(99).writeTo(folder, "bad.jar");
        assertThat(assertFailed("UnsupportedClassVersionError").whatToDo())
                .contains("run Darkroom with a newer Java than "
                        + Runtime.version().feature());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throw new IllegalStateException(\"boom\");",
                "throw new AssertionError(\"boom\");",
                "throw new LinkageError(\"boom\");",
                "throw new OutOfMemoryError(\"boom\");",
                "throw new dev.darkroom.api.InvalidRequestException(\"boom\");"
            })
    void whateverIsThrown(String thrown) {
        String conditionally = "if (System.nanoTime() != 0) " + thrown;
        HostileJar.sampler("start", "a").pluginClass("", conditionally, "").writeTo(folder, "1.jar");
        HostileJar.sampler("create", "b").pluginClass(conditionally, "", "").writeTo(folder, "2.jar");
        HostileJar.plugin("construct")
                .sampler("stranger.S", "c", "public S() { " + conditionally + " }", "")
                .writeTo(folder, "3.jar");
        HostileJar.plugin("initialise")
                .sampler("stranger.S", "d", "static { " + conditionally + " }", "")
                .writeTo(folder, "4.jar");
        HostileJar.plugin("info").sampler("stranger.S", "e", "", conditionally).writeTo(folder, "5.jar");

        PluginHost host = open();
        assertGoodPluginWorks(host);
        assertThat(host.registry(Sampler.class).ids()).containsExactly("fine");
        assertFailed(host, "start", "start() of stranger.ThePlugin threw", "boom");
        assertFailed(host, "create", "start() of stranger.ThePlugin threw", "boom");
        assertFailed(host, "construct", "constructor of stranger.S threw", "boom");
        assertFailed(host, "initialise", "constructor of stranger.S threw", "boom");
        assertFailed(host, "info", "info() of stranger.S threw", "boom");
    }

    @Test
    void stackOverflow() {
        HostileJar.plugin("bad")
                .sampler("stranger.S", "bad", "ExtensionInfo deeper() { return deeper(); }", "deeper();")
                .writeTo(folder, "bad.jar");
        assertFailed("info() of stranger.S threw java.lang.StackOverflowError");
    }

    @Test
    void exceptionWhoseMessageThrows() {
        HostileJar.plugin("bad")
                .source("stranger.Evil", """
                        package stranger;
                        public class Evil extends RuntimeException {
                            @Override public String getMessage() { throw new Evil(); }
                        }
                        """)
                .sampler("stranger.S", "bad", "public S() { throw new Evil(); }", "")
                .writeTo(folder, "bad.jar");
        assertFailed("constructor of stranger.S threw stranger.Evil");
    }

    @Test
    void startHangs() {
        HostileJar.sampler("bad", "bad").pluginClass("", HANG, "").writeTo(folder, "bad.jar");
        assertFailed("start() of stranger.ThePlugin did not return within 1.50 s");
    }

    @Test
    void constructorHangs() {
        HostileJar.plugin("bad")
                .sampler("stranger.S", "bad", "public S() { " + HANG + " }", "")
                .writeTo(folder, "bad.jar");
        assertFailed("constructor of stranger.S did not return within 1.50 s");
    }

    @Test
    void staticInitialiserHangs() {
        HostileJar.plugin("bad")
                .sampler("stranger.S", "bad", "static { if (System.nanoTime() != 0) " + HANG + " }", "")
                .writeTo(folder, "bad.jar");
        assertFailed("constructor of stranger.S did not return within 1.50 s");
    }

    @Test
    void infoHangs() {
        HostileJar.plugin("bad")
                .sampler("stranger.S", "bad", "", "if (System.nanoTime() != 0) " + HANG)
                .writeTo(folder, "bad.jar");
        assertFailed("info() of stranger.S did not return within 1.50 s");
    }

    @Test
    void infoReturnsNull() {
        HostileJar.plugin("bad")
                .sampler("stranger.S", "bad", "", "if (System.nanoTime() != 0) return null;")
                .writeTo(folder, "bad.jar");
        assertFailed("info() of stranger.S returned null");
    }

    @Test
    void stopThrowsAnExceptionOfTheContract() {
        HostileJar.sampler("bad", "bad")
                .pluginClass("", "", "throw new dev.darkroom.api.DarkroomException(\"boom\");")
                .writeTo(folder, "bad.jar");
        assertStopIsSurvived("stop() of stranger.ThePlugin threw dev.darkroom.api.DarkroomException: boom");
    }

    @Test
    void stopThrows() {
        HostileJar.sampler("bad", "bad")
                .pluginClass("", "", "throw new AssertionError(\"boom\");")
                .writeTo(folder, "bad.jar");
        assertStopIsSurvived("stop() of stranger.ThePlugin threw java.lang.AssertionError: boom");
    }

    @Test
    void stopHangs() {
        HostileJar.sampler("bad", "bad").pluginClass("", "", HANG).writeTo(folder, "bad.jar");
        assertStopIsSurvived("stop() of stranger.ThePlugin did not return within 1.50 s");
    }

    private void assertStopIsSurvived(String reason) {
        HostileJar.sampler("zz", "zz")
                .pluginClass("", "", "System.setProperty(\"darkroom.test.stopped\", \"yes\");")
                .writeTo(folder, "zz.jar");
        HostileJar.sampler("aa", "aa")
                .pluginClass("", "", "System.setProperty(\"darkroom.test.stopped.too\", \"yes\");")
                .writeTo(folder, "aa.jar");
        System.clearProperty("darkroom.test.stopped");
        System.clearProperty("darkroom.test.stopped.too");
        PluginHost host = open();
        assertThat(health(host, "bad").healthy()).isTrue();
        host.close();
        host.close();
        assertThat(health(host, "bad").reason()).contains(reason);
        assertThat(System.clearProperty("darkroom.test.stopped")).isEqualTo("yes");
        assertThat(System.clearProperty("darkroom.test.stopped.too")).isEqualTo("yes");
    }

    @Test
    void missingReferencedClassLeavesTheOtherExtensionOfTheSamePlugin() {
        HostileJar.plugin("half")
                .source("stranger.Base", "package stranger; public class Base { }")
                .sampler("stranger.Works", "works", "", "")
                .source("stranger.Broken", """
                        package stranger;
                        import dev.darkroom.api.*;
                        import dev.darkroom.api.latent.*;
                        import dev.darkroom.api.sampling.*;
                        @org.pf4j.Extension
                        public class Broken extends Base implements Sampler {
                            public ExtensionInfo info() { return null; }
                            public Latent sample(Denoiser d, Latent x, SigmaSchedule s, SamplerContext c) { return x; }
                        }
                        """)
                .index("stranger.Broken")
                .without("stranger.Base")
                .writeTo(folder, "half.jar");
        PluginHealth health = health("half");
        assertThat(health.state()).isEqualTo(STARTED);
        assertThat(health.extensions()).containsExactly("sampler works");
        assertThat(health.reason())
                .contains("extension stranger.Broken cannot be loaded: NoClassDefFoundError: stranger.Base");
        assertThat(health.whatToDo()).contains("must put that class into the JAR");
    }

    @Test
    void staleIndexLeavesTheRest() {
        HostileJar.sampler("stale", "works").index("stranger.Removed").writeTo(folder, "stale.jar");
        PluginHealth health = health("stale");
        assertThat(health.state()).isEqualTo(STARTED);
        assertThat(health.extensions()).containsExactly("sampler works");
        assertThat(health.reason()).contains("extensions.idx lists stranger.Removed, which is not in the JAR");
        assertThat(health.whatToDo()).contains("from clean");
    }

    @Test
    void missingIndexIsReplacedByAScanThatInitialisesNothing() {
        System.clearProperty("darkroom.test.initialised");
        HostileJar.sampler("bare", "scanned")
                .source("stranger.Bystander", """
                        package stranger;
                        @Deprecated
                        public class Bystander {
                            static { System.setProperty("darkroom.test.initialised", "yes"); }
                            static final Class<?> MENTIONS = org.pf4j.Extension.class;
                        }
                        """)
                .withoutIndex()
                .writeTo(folder, "bare.jar");
        PluginHealth health = health("bare");
        assertThat(health.state()).isEqualTo(STARTED);
        assertThat(health.extensions()).containsExactly("sampler scanned");
        assertThat(health.reason()).isEqualTo("its extensions.idx is missing; extensions were found by scanning");
        assertThat(System.getProperty("darkroom.test.initialised")).isNull();
    }

    @Test
    void noExtensions() {
        HostileJar.plugin("idle").writeTo(folder, "idle.jar");
        HostileJar.plugin("bare").withoutIndex().writeTo(folder, "bare.jar");
        PluginHealth health = health("idle");
        assertThat(health.state()).isEqualTo(EMPTY);
        assertThat(health.reason()).contains("contributes nothing");
        assertThat(health("bare").state()).isEqualTo(EMPTY);
    }

    @Test
    void extensionOfNoKnownPoint() {
        HostileJar.plugin("bad")
                .source(
                        "stranger.E",
                        "package stranger; @org.pf4j.Extension public class E implements org.pf4j.ExtensionPoint { }")
                .index("stranger.E")
                .writeTo(folder, "bad.jar");
        assertFailed("extension stranger.E implements no extension point of dev.darkroom.api");
    }

    @Test
    void bundledApiClassesAreNotUsed() throws IOException {
        HostileJar jar = HostileJar.sampler("fat", "works");
        for (Class<?> type :
                new Class<?>[] {Sampler.class, dev.darkroom.api.Described.class, dev.darkroom.api.ExtensionInfo.class
                }) {
            String name = type.getName().replace('.', '/') + ".class";
            try (var in = type.getClassLoader().getResourceAsStream(name)) {
                jar.entry(name, in.readAllBytes());
            }
        }
        jar.writeTo(folder, "fat.jar");
        PluginHealth health = health("fat");
        assertThat(health.state()).isEqualTo(STARTED);
        assertThat(health.extensions()).containsExactly("sampler works");
        assertThat(health.reason()).contains("holds classes of dev.darkroom.api");
        assertThat(health.whatToDo()).contains("scope provided");
    }

    @Test
    void theHostIsInvisible() {
        HostileJar.plugin("nosy")
                .against(HostileJar.home(PluginHost.class))
                .sampler("stranger.S", "nosy", "", "dev.darkroom.host.plugin.PluginSettings.of();")
                .writeTo(folder, "nosy.jar");
        PluginHealth health = health("nosy");
        assertThat(health.state()).isEqualTo(FAILED);
        assertThat(health.reason()).contains("NoClassDefFoundError: dev.darkroom.host.plugin.PluginSettings");
        assertThat(health.whatToDo()).contains("plugins see only dev.darkroom.api");
    }

    private PluginHealth assertFailed(String reason) {
        PluginHost host = open();
        assertGoodPluginWorks(host);
        return assertFailed(host, "bad", reason);
    }

    private static PluginHealth assertFailed(PluginHost host, String id, String... reasons) {
        PluginHealth health = health(host, id);
        assertThat(health.state()).isEqualTo(FAILED);
        assertThat(health.reason()).contains(reasons);
        assertThat(health.whatToDo()).isNotEmpty();
        assertThat(health.extensions()).isEmpty();
        return health;
    }
}
