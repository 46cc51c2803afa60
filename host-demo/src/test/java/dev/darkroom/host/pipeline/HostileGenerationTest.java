package dev.darkroom.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.Described;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.generation.GenerationObserver;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.inspection.PostCheck;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.PluginSettings;
import dev.darkroom.host.plugin.Registered;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Extensions of a real JAR, in its own class loader, that misbehave in the middle of a generation. */
class HostileGenerationTest {

    @TempDir
    private static Path folder;

    private static PluginHost plugins;

    private final Neighbours neighbours = new Neighbours();

    @BeforeAll
    static void load() {
        HostileExtensions.write(folder);
        plugins = PluginHost.open(PluginSettings.of(folder).build());
    }

    @AfterAll
    static void unload() {
        plugins.close();
    }

    static Stream<Sampler> samplers() {
        return extensions(Sampler.class);
    }

    static Stream<Guidance> guidances() {
        return extensions(Guidance.class);
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void aSamplerCostsTheRestOfThePictureOnly(Sampler sampler) {
        neighbours.sampler = sampler;
        neighbours.patience = Duration.ofMillis(500);
        delivered(generate());
    }

    @ParameterizedTest
    @MethodSource("guidances")
    void aGuidanceCostsTheRestOfThePictureOnly(Guidance guidance) {
        neighbours.guidance = guidance;
        neighbours.patience = Duration.ofMillis(500);
        delivered(generate());
    }

    @Test
    void inspectorsCostTheirOwnFindingsOnly() {
        neighbours.inspectors = extensions(PostCheck.class).toList();
        GenerationResult result = generate();
        assertThat(result.trace().failure()).isEmpty();
        assertThat(result.picture().countNonFinite()).isZero();
        for (String way : HostileExtensions.ways()) {
            assertThat(result.findings())
                    .filteredOn(finding -> finding.symptom().equals(Symptom.UNCHECKED))
                    .extracting(Finding::inspector)
                    .contains(way);
        }
    }

    /** The estimate after the first step is exact for this model; the failure is told and names the step. */
    private static void delivered(GenerationResult result) {
        for (float value : result.picture().toArray()) {
            assertThat(value).isCloseTo(Neighbours.TARGET, within(1e-4f));
        }
        assertThat(result.trace().failure().orElseThrow()).contains("step 2");
        assertThat(result.findings()).extracting(Finding::symptom).contains(Symptom.INCOMPLETE);
    }

    private GenerationResult generate() {
        try (Pipeline pipeline = neighbours.pipeline()) {
            return pipeline.generate(
                            GenerationRequest.of("a point").steps(4).cfgScale(2).build(),
                            GenerationObserver.NONE,
                            new Cancellation())
                    .get(0);
        }
    }

    private static <T extends Described> Stream<T> extensions(Class<T> point) {
        List<T> all = plugins.registry(point).all().stream()
                .map(Registered::extension)
                .toList();
        assertThat(all).hasSizeGreaterThanOrEqualTo(HostileExtensions.ways().size());
        return all.stream();
    }
}
