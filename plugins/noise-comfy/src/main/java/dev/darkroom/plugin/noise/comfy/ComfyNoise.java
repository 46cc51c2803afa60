package dev.darkroom.plugin.noise.comfy;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.sampling.NoiseGenerator;
import dev.darkroom.api.sampling.NoiseSource;
import dev.darkroom.plugin.noise.philox.PhiloxNoise;
import dev.darkroom.plugin.noise.torch.TorchNoise;
import org.pf4j.Extension;

/**
 * ComfyUI on an NVIDIA GPU. It draws the initial latent on the CPU and the noise of ancestral steps on the GPU, from a
 * second generator with the same seed. A Brownian path takes the first draw of each of its seeds, hence the CPU's numbers,
 * as ComfyUI's samplers without {@code _gpu} in their names do.
 *
 * <p>A1111 and diffusers go on with the generator of the initial latent instead: that is {@code torch} or {@code philox}.
 */
@Extension
public final class ComfyNoise implements NoiseSource {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "comfy", "ComfyUI", "The noise of ComfyUI with an NVIDIA GPU, that of ancestral steps included.")
            .alias("comfyui")
            .from("ComfyUI, comfy/sample.py and default_noise_sampler in comfy/k_diffusion/sampling.py");

    private final NoiseSource cpu = new TorchNoise();
    private final NoiseSource gpu = new PhiloxNoise();

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public NoiseGenerator open(long seed) {
        return new TwoGenerators(cpu.open(seed), gpu.open(seed));
    }
}
