package dev.darkroom.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.sampling.Sampler;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A plugin folder that holds a good plugin, {@code good} with sampler {@code fine}; whatever else lies there, it works. */
abstract class PluginFolderTest {

    /** Long enough for a busy build machine, short enough to wait for. */
    static final Duration DEADLINE = Duration.ofMillis(1500);

    @TempDir
    Path home;

    Path folder;
    private PluginHost open;

    @BeforeEach
    void putAGoodPlugin() {
        folder = home.resolve("plugins");
        HostileJar.sampler("good", "fine").writeTo(folder, "good.jar");
    }

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    PluginSettings.Builder settings() {
        return PluginSettings.of(folder).deadline(DEADLINE);
    }

    PluginHost open() {
        return open(settings());
    }

    PluginHost open(PluginSettings.Builder settings) {
        close();
        open = PluginHost.open(settings.build());
        return open;
    }

    /** Opens the folder and returns the health of one plugin, after checking that the good one is used. */
    PluginHealth health(String id) {
        PluginHost host = open();
        assertGoodPluginWorks(host);
        return health(host, id);
    }

    static PluginHealth health(PluginHost host, String id) {
        return host.health().stream()
                .filter(health -> health.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no plugin " + id + " in " + host.health()));
    }

    static void assertGoodPluginWorks(PluginHost host) {
        assertThat(host.registry(Sampler.class).get("fine").pluginId()).isEqualTo("good");
        assertThat(health(host, "good").healthy()).isTrue();
        assertThat(health(host, "good").extensions()).containsExactly("sampler fine");
    }
}
