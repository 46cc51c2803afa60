package dev.darkroom.plugin.noise.torch;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.sampling.NoiseGenerator;
import dev.darkroom.api.sampling.NoiseSource;
import org.pf4j.Extension;

/**
 * The numbers of {@code torch.randn} on the CPU in float32 after {@code torch.manual_seed(seed)}: the noise that ComfyUI
 * draws, and A1111 and diffusers with a CPU generator. Of the seed PyTorch uses the low 32 bits.
 */
@Extension
public final class TorchNoise implements NoiseSource {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "torch", "PyTorch CPU", "The noise that PyTorch draws on a CPU from the same seed.")
            .alias("cpu", "pytorch")
            .from("PyTorch, CPUGeneratorImpl and normal_fill; Matsumoto and Nishimura 1998");

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public NoiseGenerator open(long seed) {
        return new TorchGenerator((int) seed);
    }
}
