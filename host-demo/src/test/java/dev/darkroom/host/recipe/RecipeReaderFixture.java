package dev.darkroom.host.recipe;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.host.image.TestPng;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.Registries;
import dev.darkroom.host.plugin.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A reader that knows three samplers and two schedules. */
abstract class RecipeReaderFixture {

    static final String GRAPH = resource("comfyui-default.json");

    @TempDir
    Path folder;

    final PluginHost plugins = mock(PluginHost.class);
    final RecipeReader reader = new RecipeReader(plugins);

    @BeforeEach
    void extensions() {
        Registry<Sampler> samplers = Registries.of(
                Sampler.class,
                ExtensionInfo.of("dpmpp_2m", "DPM++ 2M", "two steps"),
                ExtensionInfo.of("euler_ancestral", "Euler a", "fresh noise")
                        .option(OptionSpec.number("eta", 1, 0, 2, "noise")),
                ExtensionInfo.of("ddim", "DDIM", "classic"));
        when(plugins.registry(Sampler.class)).thenReturn(samplers);
        Registry<NoiseSchedule> schedules = Registries.of(
                NoiseSchedule.class,
                ExtensionInfo.of("karras", "Karras", "rho 7"),
                ExtensionInfo.of("normal", "Normal", "even"));
        when(plugins.registry(NoiseSchedule.class)).thenReturn(schedules);
    }

    final Recipe read(String keyword, String text) {
        return reader.read(TestPng.write(folder.resolve("picture.png"), keyword, text));
    }

    static String resource(String name) {
        try (InputStream in = RecipeReaderFixture.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
