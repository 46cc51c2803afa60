package dev.darkroom.host.cli;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doCallRealMethod;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.Described;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.host.Darkroom;
import dev.darkroom.host.DarkroomSettings;
import dev.darkroom.host.image.Results;
import dev.darkroom.host.pipeline.ModelStore;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.Registries;
import dev.darkroom.host.plugin.Registry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A command line whose neighbours are stand-ins. */
abstract class CommandLineFixture {

    @TempDir
    Path folder;

    final Darkroom darkroom = mock(Darkroom.class);
    final PluginHost plugins = mock(PluginHost.class);
    final ModelStore models = mock(ModelStore.class);
    final List<GenerationRequest> requests = new ArrayList<>();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final GenerationService generation = mock(GenerationService.class);
    Maker service = this::makePictures;

    /** What {@link GenerationService#generate} does in a test. */
    interface Maker {
        List<GenerationResult> generate(
                GenerationRequest request, GenerationObserver observer, Cancellation cancellation);
    }

    DarkroomSettings opened;

    @BeforeEach
    void installation() {
        when(darkroom.plugins()).thenReturn(plugins);
        when(darkroom.models()).thenReturn(models);
        when(darkroom.generation()).thenReturn(generation);
        when(generation.generate(any(), any(), any())).thenAnswer(call -> {
            requests.add(call.getArgument(0));
            return service.generate(call.getArgument(0), call.getArgument(1), call.getArgument(2));
        });
        doCallRealMethod().when(generation).generateEach(any(), any(), any());
        when(models.find(any())).thenReturn(card(Map.of()));
        registry(
                Sampler.class,
                ExtensionInfo.of("dpmpp_2m", "DPM++ 2M", "two steps"),
                ExtensionInfo.of("euler", "Euler", "one step"));
        registry(
                NoiseSchedule.class,
                ExtensionInfo.of("karras", "Karras", "rho 7"),
                ExtensionInfo.of("normal", "Normal", "even timesteps"));
    }

    List<GenerationResult> makePictures(
            GenerationRequest request, GenerationObserver observer, Cancellation cancellation) {
        List<GenerationResult> results = new ArrayList<>();
        for (int i = 0; i < request.count(); i++) {
            GenerationResult result = Results.of(request, i, 16);
            observer.picture(result);
            results.add(result);
        }
        return results;
    }

    int generate(String... args) {
        List<String> all = new ArrayList<>(List.of("generate", "--out", folder.toString()));
        all.addAll(Arrays.asList(args));
        return run(all.toArray(String[]::new));
    }

    int run(String... args) {
        out.reset();
        err.reset();
        return new Cli(
                        settings -> {
                            opened = settings;
                            return darkroom;
                        },
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false)
                .run(args);
    }

    static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    <T extends Described> void registry(Class<T> point, ExtensionInfo... infos) {
        Registry<T> registry = Registries.of(point, infos);
        when(plugins.registry(point)).thenReturn(registry);
    }

    <T extends Described> void registry(Class<T> point, List<T> extensions) {
        Registry<T> registry = Registries.of(point, extensions);
        when(plugins.registry(point)).thenReturn(registry);
    }

    ModelCard card(Map<String, String> defaults) {
        return ModelCard.of("emoji", folder.toAbsolutePath())
                .loader("onnx")
                .pipeline("StableDiffusionPipeline")
                .size(128, 128)
                .prediction(PredictionType.V)
                .maxTokens(24)
                .defaults(defaults)
                .build();
    }
}
