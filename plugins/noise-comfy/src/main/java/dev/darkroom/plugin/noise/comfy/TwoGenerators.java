package dev.darkroom.plugin.noise.comfy;

import dev.darkroom.api.sampling.NoiseGenerator;

/** The first draw from one generator, the others from another. */
final class TwoGenerators implements NoiseGenerator {

    private final NoiseGenerator first;
    private final NoiseGenerator others;
    private boolean started;

    TwoGenerators(NoiseGenerator first, NoiseGenerator others) {
        this.first = first;
        this.others = others;
    }

    @Override
    public float[] normal(int count) {
        NoiseGenerator next = started ? others : first;
        started = true;
        return next.normal(count);
    }
}
