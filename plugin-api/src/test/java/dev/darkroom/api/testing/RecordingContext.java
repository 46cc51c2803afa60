package dev.darkroom.api.testing;

import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.SamplerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** A context that keeps every step reported to it. */
public final class RecordingContext implements SamplerContext {

    /** One reported step, as the sampler gave it. */
    public record Step(int index, double sigma, double next, Latent x, Latent denoised) {}

    private final Options options;
    private final DiffusionProcess process;
    private final Supplier<Latent> noise;
    private final List<Step> steps = new ArrayList<>();
    private int draws;

    /**
     * Returns a context without steps.
     *
     * @param options the sampler's options
     * @param process the model's process
     * @param noise gives the next draw, of the run's shape
     */
    public RecordingContext(Options options, DiffusionProcess process, Supplier<Latent> noise) {
        this.options = options;
        this.process = process;
        this.noise = noise;
    }

    /** Returns the steps reported so far. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    /** Returns how often noise was drawn. */
    public int draws() {
        return draws;
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    public DiffusionProcess process() {
        return process;
    }

    @Override
    public Latent noise(double sigma, double next) {
        draws++;
        return noise.get();
    }

    @Override
    public Latent brownian(double sigma, double next) {
        return noise(sigma, next);
    }

    @Override
    public void step(int index, double sigma, double next, Latent x, Latent denoised, OptionalDouble embeddedError) {
        steps.add(new Step(index, sigma, next, x, denoised));
    }
}
