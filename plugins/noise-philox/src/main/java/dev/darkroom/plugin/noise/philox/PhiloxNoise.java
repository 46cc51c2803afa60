package dev.darkroom.plugin.noise.philox;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.sampling.NoiseGenerator;
import dev.darkroom.api.sampling.NoiseSource;
import org.pf4j.Extension;

/**
 * The numbers of {@code torch.randn} on an NVIDIA GPU in float32 after {@code torch.cuda.manual_seed(seed)}: the noise of
 * A1111 on a GPU, and of its random number source {@code NV} anywhere. All 64 bits of the seed count.
 */
@Extension
public final class PhiloxNoise implements NoiseSource {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "philox", "PyTorch CUDA", "The noise that PyTorch draws on an NVIDIA GPU from the same seed.")
            .alias("nv", "cuda", "gpu")
            .from("Salmon et al. 2011, doi:10.1145/2063384.2063405; AUTOMATIC1111/stable-diffusion-webui, rng_philox");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public NoiseGenerator open(long seed) {
        return new PhiloxGenerator(seed);
    }
}
