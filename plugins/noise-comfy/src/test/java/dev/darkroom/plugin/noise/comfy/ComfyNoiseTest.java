package dev.darkroom.plugin.noise.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.sampling.NoiseGenerator;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.api.sampling.NoiseSourceContract;
import dev.darkroom.plugin.noise.philox.PhiloxNoise;
import dev.darkroom.plugin.noise.torch.TorchNoise;
import org.junit.jupiter.api.Test;

class ComfyNoiseTest extends NoiseSourceContract {

    @Override
    protected NoiseSource source() {
        return new ComfyNoise();
    }

    @Test
    void startsOnTheCpuAndStepsOnTheGpu() {
        NoiseGenerator generator = source().open(42);
        assertThat(generator.normal(64))
                .containsExactly(new TorchNoise().open(42).normal(64));
        NoiseGenerator gpu = new PhiloxNoise().open(42);
        for (int step = 0; step < 3; step++) {
            assertThat(generator.normal(64)).containsExactly(gpu.normal(64));
        }
    }
}
