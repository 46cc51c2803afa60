package dev.darkroom.plugin.guidance.cfg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.reference.ReferenceCase;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.GuidanceContract;
import dev.darkroom.api.testing.GoldenFiles;
import org.junit.jupiter.api.Test;

class CfgGuidanceTest extends GuidanceContract {

    private static final Shape SHAPE = new Shape(1, 1, 1, 3);

    @Override
    protected Guidance guidance() {
        return new CfgGuidance();
    }

    @Test
    void movesFromUncondThroughCondByTheScale() {
        Latent cond = Latent.of(SHAPE, new float[] {1, 2, -1});
        Latent uncond = Latent.of(SHAPE, new float[] {0, 4, -1});
        Latent x = Latent.zeros(SHAPE);
        assertThat(start(7).guide(x, 1, cond, uncond).toArray()).containsExactly(7, -10, -1);
        assertThat(start(0).guide(x, 1, cond, uncond)).isEqualTo(uncond);
    }

    @Test
    void needsTheUnconditionalEstimateAtEveryOtherScale() {
        assertThat(start(1.5).needsUnconditional(3)).isTrue();
        assertThat(start(0).needsUnconditional(3)).isTrue();
    }

    @Test
    void guidesAnEulerRunAsComfyUiDoes() {
        ReferenceCase golden = GoldenFiles.cases(getClass(), "/golden/cfg.json").get(0);
        Guidance.Guide guide = start(golden.guidanceScale().orElseThrow());
        Latent x = golden.start();
        for (int i = 0; i < golden.sigmas().steps(); i++) {
            double sigma = golden.sigmas().at(i);
            double next = golden.sigmas().at(i + 1);
            Latent guided = guide.guide(
                    x,
                    sigma,
                    golden.conditional()
                            .denoiser(golden.process())
                            .denoise(x, sigma)
                            .denoised(),
                    golden.unconditional()
                            .orElseThrow()
                            .denoiser(golden.process())
                            .denoise(x, sigma)
                            .denoised());
            x = Latent.sum(next / sigma, x, 1 - next / sigma, guided);
            for (int j = 0; j < x.shape().elements(); j++) {
                assertThat((double) x.at(j))
                        .as("%s, state after step %d, element %d", golden, i, j)
                        .isCloseTo(golden.trajectory().get(i)[j], within(golden.tolerance()));
            }
        }
    }
}
