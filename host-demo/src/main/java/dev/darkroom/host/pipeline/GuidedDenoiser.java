package dev.darkroom.host.pipeline;

import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.model.NoisePredictor;
import dev.darkroom.api.model.PromptEmbedding;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.Guidance;
import dev.darkroom.api.sampling.NonFiniteException;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The denoiser of one batch: network, scaling, conversion and guidance. Used by one thread. */
final class GuidedDenoiser implements Denoiser {

    private final NoisePredictor network;
    private final DiffusionProcess process;
    private final SigmaSchedule sigmas;
    private final PromptEmbedding cond;
    private final PromptEmbedding uncond;
    private final Guidance.Guide guide;
    private final boolean alwaysUnconditional;
    private final RunMonitor monitor;
    private final Cancellation cancellation;

    GuidedDenoiser(
            NoisePredictor network,
            DiffusionProcess process,
            SigmaSchedule sigmas,
            PromptEmbedding cond,
            PromptEmbedding uncond,
            Guidance.Guide guide,
            boolean alwaysUnconditional,
            RunMonitor monitor,
            Cancellation cancellation) {
        this.network = network;
        this.process = process;
        this.sigmas = sigmas;
        this.cond = cond;
        this.uncond = uncond;
        this.guide = guide;
        this.alwaysUnconditional = alwaysUnconditional;
        this.monitor = monitor;
        this.cancellation = cancellation;
    }

    @Override
    public Denoised denoise(Latent x, double sigma) {
        monitor.throwIfAbandoned();
        cancellation.throwIfCancelled();
        if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("denoise: expected a finite sigma above 0, found " + sigma);
        }
        Latent input = x.times(process.inputScale(sigma));
        double timestep = sigmas.timestep(process, sigma);
        int n = x.shape().n();
        Denoised result;
        boolean guided = blaming("guidance", () -> guide.needsUnconditional(sigma));
        if (guided || alwaysUnconditional) {
            // One call of twice the batch: never slower than two on a CPU and much faster on a GPU.
            Latent both = evaluate(
                    Latent.stack(List.of(input, input)),
                    sigma,
                    timestep,
                    Stream.concat(Collections.nCopies(n, uncond).stream(), Collections.nCopies(n, cond).stream())
                            .toList());
            Latent withoutPrompt = Prediction.toDenoised(process, x, sigma, rows(both, 0, n));
            Latent withPrompt = Prediction.toDenoised(process, x, sigma, rows(both, n, n));
            Latent denoised =
                    guided ? blaming("guidance", () -> guide.guide(x, sigma, withPrompt, withoutPrompt)) : withPrompt;
            requireShape("guidance", denoised, x.shape());
            requireFinite("guidance", denoised, sigma);
            result = new Denoised(denoised, withPrompt, Optional.of(withoutPrompt));
        } else {
            Latent output = evaluate(input, sigma, timestep, Collections.nCopies(n, cond));
            Latent denoised = Prediction.toDenoised(process, x, sigma, output);
            result = new Denoised(denoised, denoised, Optional.empty());
        }
        monitor.evaluated(result);
        return result;
    }

    private Latent evaluate(Latent input, double sigma, double timestep, List<PromptEmbedding> prompts) {
        // The input is checked too: a sampler that made NaN must not be blamed on the model.
        requireFinite("sampler", input, sigma);
        monitor.enterModel();
        try {
            Latent output = blaming("model", () -> network.predict(input, timestep, prompts, cancellation));
            requireShape("model", output, input.shape());
            requireFinite("denoiser", output, sigma);
            return output;
        } finally {
            monitor.leaveModel();
        }
    }

    private void requireFinite(String component, Latent latent, double sigma) {
        int bad = latent.countNonFinite();
        if (bad > 0) {
            throw new NonFiniteException(
                    component, monitor.step(), sigma, bad, latent.shape().elements());
        }
    }

    private void requireShape(String component, @Nullable Latent found, Shape expected) {
        if (found == null || !found.shape().equals(expected)) {
            throw new DarkroomException(
                    at(component) + " returned " + found + " instead of a latent " + expected + advice(component));
        }
    }

    /** Runs plugin code on the sampler's thread without the sampler being blamed for what it throws. */
    private <T> T blaming(String component, Supplier<T> body) {
        try {
            return body.get();
        } catch (DarkroomException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new DarkroomException(at(component) + " threw " + e + advice(component), e);
        }
    }

    private String at(String component) {
        return "step " + (monitor.step() + 1) + ": " + component;
    }

    private static String advice(String component) {
        return component.equals("guidance") ? ". Try another --guidance" : ". Try another --model";
    }

    private static Latent rows(Latent batch, int from, int count) {
        Shape shape = batch.shape().withBatch(count);
        var buffer = batch.asBuffer();
        buffer.position(from * shape.elementsPerImage());
        return Latent.read(shape, buffer);
    }
}
