package dev.darkroom.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Extensions by name. */
class RegistryTest extends PluginFolderTest {

    private final Registry<Sampler> samplers = new Registry<>(
            "sampler",
            List.of(
                    sampler("euler", "Euler", "EulerDiscreteScheduler", "k_euler"),
                    sampler("euler_a", "Euler a", "euler_ancestral"),
                    sampler("ddim", "DDIM"),
                    sampler("dpmpp_2m", "DPM++ 2M", "DPMSolverMultistepScheduler")),
            Map.of("Heun++ 2", "sampler-heunpp"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dpmpp_2m",
                "DPM++ 2M",
                "dpm++ 2m",
                "dpmpp-2m",
                "DPMPP2M",
                "DPMSolverMultistepScheduler",
                " dpmpp_2m "
            })
    void everySpelling(String name) {
        assertThat(samplers.get(name).id()).isEqualTo("dpmpp_2m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Heun++ 2", "heunpp2", "HEUN++2"})
    void whatADisabledPluginHasIsNotUnknown(String name) {
        assertThatThrownBy(() -> samplers.get(name))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "sampler \"" + name + "\": plugin sampler-heunpp, which has it, is disabled; `darkroom plugins"
                                + " enable sampler-heunpp` switches it on");
    }

    @Test
    void neighboursAreKeptApart() {
        assertThat(samplers.get("Euler A").id()).isEqualTo("euler_a");
        assertThat(samplers.get("euler").id()).isEqualTo("euler");
        assertThat(samplers.get("K-Euler").id()).isEqualTo("euler");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eulr | did you mean euler?",
                "dmpp_2m | did you mean dpmpp_2m?",
                "ancestral | did you mean euler_a?",
                "multistep | did you mean dpmpp_2m?",
                "lms | nothing comes near it"
            })
    void unknownNamesAreToldTheNearest(String name, String suggestion) {
        assertThatThrownBy(() -> samplers.get(name))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("unknown sampler \"" + name + "\": " + suggestion)
                .hasMessageEndingWith("(known: ddim, dpmpp_2m, euler, euler_a)");
    }

    /** Distances from the literature: Levenshtein's kitten, and Damerau's swap of neighbours. */
    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "saturday, sunday, 3", "ab, ba, 1", "'', abc, 3", "ca, abc, 3"})
    void editDistance(String a, String b, int distance) {
        assertThat(Names.distance(a, b)).isEqualTo(distance);
    }

    @Test
    void anEmptyRegistrySaysSo() {
        assertThatThrownBy(() -> open().registry(NoiseSource.class).get("torch"))
                .hasMessage(
                        "unknown noise source \"torch\": no noise source is installed; `darkroom plugins` shows why");
    }

    @Test
    void sortedAndWithOrigin() {
        HostileJar.sampler("another", "a").version("2.1.0").writeTo(folder, "another.jar");
        PluginHost host = open();
        Registry<Sampler> registry = host.registry(Sampler.class);
        assertThat(registry.ids()).containsExactly("a", "fine");
        Registered<Sampler> found = registry.get("the a");
        assertThat(found.pluginId()).isEqualTo("another");
        assertThat(found.pluginVersion()).isEqualTo("2.1.0");
        assertThat(found.pluginSha256())
                .isEqualTo(health(host, "another").sha256())
                .hasSize(64);
        assertThat(host.registry(Sampler.class).get("a").extension()).isSameAs(found.extension());
    }

    @Test
    void ofTwoWithOneIdTheBundledOneWins() throws IOException {
        Path list = home.resolve("bundled-plugins.txt");
        BundledPlugins.write(folder, list);
        HostileJar.sampler("aaa", "fine").writeTo(folder, "aaa.jar");
        HostileJar.sampler("zzz", "fine").writeTo(folder, "zzz.jar");
        PluginHost host = open(settings().bundledList(list));
        assertGoodPluginWorks(host);
        assertThat(health(host, "aaa").reason())
                .isEqualTo("sampler fine of stranger.TheSampler is not used: plugin good has one of that id");
        assertThat(health(host, "aaa").extensions()).isEmpty();

        PluginHost none = open(settings());
        assertThat(none.registry(Sampler.class).get("fine").pluginId()).isEqualTo("aaa");
        assertThat(health(none, "good").reason()).contains("plugin aaa has one of that id");
    }

    @Test
    void closedHostHasNoRegistries() {
        PluginHost host = open();
        host.close();
        assertThatThrownBy(() -> host.registry(Sampler.class)).isInstanceOf(IllegalStateException.class);
    }

    private static Registered<Sampler> sampler(String id, String name, String... aliases) {
        ExtensionInfo info = ExtensionInfo.of(id, name, "").alias(aliases);
        Sampler sampler = new Sampler() {
            @Override
            public ExtensionInfo info() {
                return info;
            }

            @Override
            public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
                return x;
            }
        };
        return new Registered<>(sampler, info, "test", "1.0.0", "");
    }
}
