package dev.darkroom.host.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.host.plugin.ForeignCall;
import dev.darkroom.host.plugin.PluginHost;
import dev.darkroom.host.plugin.Registered;
import dev.darkroom.host.plugin.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceCheckTest {

    @TempDir
    private Path folder;

    /**
     * One Euler step from sigma 2 to 0 for data that are one point: the state is the point. {@code churn} is an option of the
     * sampler below.
     */
    static String document(String id, double end) {
        return """
                {"mixtures": {"m": {"weights": [1.0], "stds": [0.0], "means": [[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]]}},
                 "cases": [{"id": "%s", "native_parameterisation": "ve", "shape": [1,4,1,1], "mixture": "m",
                   "reference": {"package": "p", "function": "lib.sample_line", "args": {"churn": 0.0}},
                   "sigmas": [2.0, 0.0], "x_init_native": [3,3,3,3], "nfe": 1, "noise": [],
                   "trajectory_ve": [[%s,1,1,1]], "tolerance": 1e-10, "max_abs_value": 3.0}]}""".formatted(id, end);
    }

    @Test
    void passesASamplerThatDoesTheSame() throws IOException {
        Verdict verdict = check(document("same", 1), line(end -> end));
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.extension()).isEqualTo("line");
        assertThat(verdict.plugin()).isEqualTo("sampler-line");
        assertThat(verdict.error()).isLessThan(1e-6);
        assertThat(verdict.tolerance()).isEqualTo(2e-5);
    }

    @Test
    void failsASamplerThatEndsElsewhere() throws IOException {
        Verdict verdict = check(document("elsewhere", 1), line(end -> end.times(1.001)));
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.problems()).singleElement().asString().startsWith("state after step 1 of 1 is off by 0.00");
    }

    @Test
    void failsASamplerThatReturnsNaN() throws IOException {
        assertThat(check(document("nan", 1), line(end -> end.times(Double.NaN))).passed())
                .isFalse();
    }

    @Test
    void failsASamplerThatThrowsOrHangs() throws IOException {
        assertThat(check(document("throws", 1), line(end -> {
                            throw new IllegalStateException("broken");
                        }))
                        .problems())
                .singleElement()
                .asString()
                .contains("sampler line threw", "broken");
        assertThat(check(document("hangs", 1), line(end -> {
                            try {
                                Thread.sleep(60_000);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return end;
                        }))
                        .problems())
                .singleElement()
                .asString()
                .contains("did not return within");
    }

    @Test
    void failsAnArgumentThatIsNoOption() throws IOException {
        assertThat(check(document("argument", 1).replace("churn", "s_churn"), line(end -> end))
                        .problems())
                .containsExactly("line: expected an option for the argument s_churn=0, found none");
    }

    @Test
    void saysWhenNoSamplerHasTheReferencesName() throws IOException {
        assertThat(check(document("name", 1).replace("sample_line", "sample_curve"), line(end -> end))
                        .problems())
                .containsExactly("expected an installed sampler for lib.sample_curve, found none");
    }

    private Verdict check(String document, Sampler sampler) throws IOException {
        Files.writeString(folder.resolve("g.json"), document);
        PluginHost plugins = mock();
        Registry<Sampler> samplers = mock();
        when(samplers.all()).thenReturn(List.of(new Registered<>(sampler, sampler.info(), "sampler-line", "1", "")));
        when(plugins.registry(Sampler.class)).thenReturn(samplers);
        when(plugins.registry(NoiseSchedule.class)).thenReturn(mock());
        when(plugins.registry(NoiseSource.class)).thenReturn(mock());
        List<Verdict> verdicts = new ArrayList<>();
        ReferenceCheck check = new ReferenceCheck(plugins, new ForeignCall(Duration.ofMillis(500)));
        ReferenceFile.readAll(folder).forEach(file -> check.check(file, verdicts::add));
        assertThat(verdicts).hasSize(1);
        return verdicts.get(0);
    }

    private static Sampler line(UnaryOperator<Latent> spoil) {
        return new Sampler() {
            @Override
            public ExtensionInfo info() {
                return ExtensionInfo.of("line", "Line", "One straight step.")
                        .alias("sample_line", Map.of("churn", "0"))
                        .option(OptionSpec.number("churn", 1, 0, 1, "Not used."));
            }

            @Override
            public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
                double sigma = sigmas.at(0);
                double next = sigmas.at(1);
                Denoised at = denoiser.denoise(x, sigma);
                Latent end = spoil.apply(x.plus(next - sigma, at.derivative(x, sigma)));
                context.step(0, sigma, next, end, at.denoised());
                return end;
            }
        };
    }
}
