package dev.darkroom.plugin.noise.comfy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.sampling.NoiseGenerator;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.api.sampling.NoiseSourceContract;
import dev.darkroom.plugin.noise.torch.TorchNoise;
import org.junit.jupiter.api.Test;

class ComfyCpuNoiseTest extends NoiseSourceContract {

    @Override
    protected NoiseSource source() {
        return new ComfyCpuNoise();
    }

    @Test
    void stepsFromTheSeedAboveOfASecondGenerator() {
        NoiseGenerator generator = source().open(42);
        assertThat(generator.normal(64))
                .containsExactly(new TorchNoise().open(42).normal(64));
        NoiseGenerator second = new TorchNoise().open(43);
        for (int step = 0; step < 3; step++) {
            assertThat(generator.normal(64)).containsExactly(second.normal(64));
        }
    }
}
