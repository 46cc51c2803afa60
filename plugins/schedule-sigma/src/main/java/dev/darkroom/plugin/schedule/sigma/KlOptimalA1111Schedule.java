package dev.darkroom.plugin.schedule.sigma;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.Options;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.SigmaSchedule;
import org.pf4j.Extension;

/**
 * One level more than there are steps, evenly spaced in {@code atan sigma}, of which the last is sigma_min and not 0: the KL
 * Optimal of A1111. A little noise is left in the picture.
 */
@Extension
public final class KlOptimalA1111Schedule implements NoiseSchedule {

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "kl_optimal_a1111",
                    "KL optimal (A1111)",
                    "What A1111 calls KL Optimal: it ends at the smallest level instead of 0. ComfyUI's is kl_optimal.")
            .from("Sabour et al. 2024, arXiv:2404.14507, equation 14; A1111, kl_optimal")
            .option(SigmaRange.options());

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public SigmaSchedule sigmas(DiffusionProcess process, int steps, Options options) {
        SigmaRange range = SigmaRange.of(INFO.id(), process, steps, options);
        return SigmaSchedule.of(KlOptimalSchedule.arcs(range, steps + 1));
    }
}
