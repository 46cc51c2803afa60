package dev.darkroom.api.generation;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.model.ModelCard;
import dev.darkroom.api.picture.Picture;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The parts of a generation, one at a time: what an experiment needs that asks a part and not the whole. Every method takes
 * the request whose parts are meant; weights, precision, size and overrides are that request's. One call at a time.
 *
 * <p>All methods throw {@link dev.darkroom.api.InvalidRequestException} if the request names something unknown or impossible,
 * {@link dev.darkroom.api.runtime.CancelledException} if the call was cancelled and {@link
 * dev.darkroom.api.DarkroomException} if it failed.
 */
public interface ModelBench {

    /**
     * What a request would run with.
     *
     * @param request the request, with every extension by its id and what its name implied among its options
     * @param model the model
     * @param width picture width in pixels
     * @param height picture height in pixels
     * @param process the noise process, with what the request overrides
     * @param sigmas the noise levels
     * @param workload how much the sampler will do for a picture
     * @param files SHA-256 by path relative to the model folder, of every file that would take part
     */
    record Setup(
            GenerationRequest request,
            ModelCard model,
            int width,
            int height,
            DiffusionProcess process,
            SigmaSchedule sigmas,
            Workload workload,
            Map<String, String> files) {

        /** Copies the map, keeping its order. */
        public Setup {
            files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        }
    }

    /**
     * A picture of the kind that the model was trained on.
     *
     * @param caption what it shows, as the model's prompts say it; empty if nobody said
     * @param picture the picture, of any size
     */
    record Sample(String caption, Picture picture) {

        /** Checks that nothing is null. */
        public Sample {
            Objects.requireNonNull(caption, "caption");
            Objects.requireNonNull(picture, "picture");
        }
    }

    /**
     * Returns real pictures that came with the request's model: those in the folder {@code samples} of its own, each with the
     * caption that the text file of its name holds.
     *
     * @return by file name; empty if the model brings none
     */
    List<Sample> samples(GenerationRequest request);

    /** Returns what a request would run with, without running it. */
    Setup setup(GenerationRequest request);

    /** Returns the installed models that can be used, by id; each by its id is what a request may name. */
    List<ModelCard> models();

    /** Returns the installed samplers, by id. */
    List<ExtensionInfo> samplers();

    /**
     * Decodes a latent as a request says.
     *
     * @param latent {@code [1,c,h,w]} at the scale the network works at, of the size the request draws
     * @return the picture; values are not clamped and may be non-finite
     */
    Picture decode(GenerationRequest request, Latent latent, Cancellation cancellation);

    /**
     * Encodes a picture.
     *
     * @param picture width and height as the request draws them
     * @return {@code [1,c,h,w]} at the scale the network works at
     */
    Latent encode(GenerationRequest request, Picture picture, Cancellation cancellation);

    /**
     * Evaluates the network once, with the request's prompts and guidance; no sampler takes part.
     *
     * @param x the canonical state, {@code [n,c,h,w]}
     * @param sigma its noise level, above 0
     * @return the estimate of x0
     * @throws dev.darkroom.api.sampling.NonFiniteException if the network answers with NaN or infinity
     */
    Denoised denoise(GenerationRequest request, Latent x, double sigma, Cancellation cancellation);

    /** Inspects a picture without its trace, with the inspectors that the request wants. */
    Inspected inspect(GenerationRequest request, Picture picture);

    /**
     * Measures how well a picture shows the request's prompt.
     *
     * @return a cosine in [-1,1], higher is better; empty if no installed {@link dev.darkroom.api.alignment.PromptScorer}
     *     can judge the model
     */
    OptionalDouble alignment(GenerationRequest request, Picture picture);
}
