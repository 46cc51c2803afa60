package dev.darkroom.plugin.noise.comfy;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.sampling.NoiseGenerator;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.plugin.noise.torch.TorchNoise;
import org.pf4j.Extension;

/**
 * ComfyUI without a GPU: the initial latent and the noise of ancestral steps come from two CPU generators, the second of
 * them seeded one higher so that its first draw is not the initial latent again.
 */
@Extension
public final class ComfyCpuNoise implements NoiseSource {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "comfy-cpu",
                    "ComfyUI on a CPU",
                    "The noise of ComfyUI without a GPU, that of ancestral steps included.")
            .from("ComfyUI, comfy/sample.py and default_noise_sampler in comfy/k_diffusion/sampling.py");

    private final NoiseSource cpu = new TorchNoise();

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public NoiseGenerator open(long seed) {
        return new TwoGenerators(cpu.open(seed), cpu.open(seed + 1));
    }
}
