package dev.darkroom.api.generation;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.model.Precision;
import dev.darkroom.api.model.Weights;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that decides a generation. Equal requests on equal installations give equal pictures. Build one with {@link
 * #of(String)} and the {@code with} methods of {@link Builder}.
 *
 * @param prompt what the picture shows
 * @param negativePrompt what it should not show; empty for none
 * @param model the model's id; empty for the installation's default
 * @param weights which weights
 * @param precision which precision
 * @param width picture width in pixels; empty for the model's native width
 * @param height picture height in pixels; empty for the model's native height
 * @param sampler the sampler
 * @param schedule the noise schedule
 * @param guidance the guidance
 * @param noise the noise source
 * @param process what to believe instead of the model's configuration
 * @param steps sampling steps, 1 to {@link #MAX_STEPS}
 * @param cfgScale the guidance scale; 1 is the conditional model alone
 * @param seed the seed of the first picture; picture k uses {@code seed + k}
 * @param count how many pictures
 * @param batchSize how many pictures are denoised at once
 * @param sgmNoiseMultiplier whether the first state is {@code sqrt(1 + sigma^2)} times the noise, as in ComfyUI and the
 *     variance-preserving schedulers of diffusers, rather than {@code sigma} times it, as in A1111 and k-diffusion; a
 *     rectified flow starts at the noise itself either way
 * @param decoding whether latents are decoded whole or in tiles
 * @param keepSteps whether the result holds the decoded estimate of every step
 * @param inspection which inspectors look at the pictures
 */
public record GenerationRequest(
        String prompt,
        String negativePrompt,
        Optional<String> model,
        Weights weights,
        Precision precision,
        Optional<Integer> width,
        Optional<Integer> height,
        Choice sampler,
        Choice schedule,
        Choice guidance,
        Choice noise,
        ProcessOverrides process,
        int steps,
        double cfgScale,
        long seed,
        int count,
        int batchSize,
        boolean sgmNoiseMultiplier,
        Decoding decoding,
        boolean keepSteps,
        InspectionSettings inspection) {

    /** The most steps a request may ask for. */
    public static final int MAX_STEPS = 10_000;

    /** The most pictures a request may ask for. */
    public static final int MAX_COUNT = 100_000;

    /** The longest prompt, in characters. */
    public static final int MAX_PROMPT = 1_000_000;

    /**
     * Checks the ranges.
     *
     * @throws InvalidRequestException if a value is out of range
     */
    public GenerationRequest {
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(process, "process");
        Objects.requireNonNull(decoding, "decoding");
        Objects.requireNonNull(inspection, "inspection");
        range("steps", steps, 1, MAX_STEPS);
        range("count", count, 1, MAX_COUNT);
        range("batch size", batchSize, 1, 1024);
        width.ifPresent(value -> range("width", value, 1, 1 << 16));
        height.ifPresent(value -> range("height", value, 1, 1 << 16));
        if (!(cfgScale >= -100 && cfgScale <= 1000)) {
            throw new InvalidRequestException("CFG scale: expected a number from -100 to 1000, found " + cfgScale);
        }
        range("characters in the prompt", prompt.length(), 0, MAX_PROMPT);
        range("characters in the negative prompt", negativePrompt.length(), 0, MAX_PROMPT);
    }

    private static void range(String what, int value, int min, int max) {
        if (value < min || value > max) {
            throw new InvalidRequestException(what + ": expected " + min + " to " + max + ", found " + value);
        }
    }

    /**
     * The choice of an extension by name, with option values.
     *
     * @param name id, display name or alias
     * @param options option name to text
     */
    public record Choice(String name, Map<String, String> options) {

        /** Copies the options. */
        public Choice {
            Objects.requireNonNull(name, "name");
            options = Map.copyOf(options);
        }

        /** Returns a choice with default options. */
        public static Choice of(String name) {
            return new Choice(name, Map.of());
        }
    }

    /** Returns a request for one picture with A1111-like defaults: DPM++ 2M, Karras, 20 steps, CFG 7, torch noise. */
    public static Builder of(String prompt) {
        return new Builder(prompt);
    }

    /** Returns a builder that starts from this request. */
    public Builder toBuilder() {
        Builder builder = new Builder(prompt);
        builder.negativePrompt = negativePrompt;
        builder.model = model;
        builder.weights = weights;
        builder.precision = precision;
        builder.width = width;
        builder.height = height;
        builder.sampler = sampler;
        builder.schedule = schedule;
        builder.guidance = guidance;
        builder.noise = noise;
        builder.process = process;
        builder.steps = steps;
        builder.cfgScale = cfgScale;
        builder.seed = seed;
        builder.count = count;
        builder.batchSize = batchSize;
        builder.sgmNoiseMultiplier = sgmNoiseMultiplier;
        builder.decoding = decoding;
        builder.keepSteps = keepSteps;
        builder.inspection = inspection;
        return builder;
    }

    /** Collects the parts of a request. */
    public static final class Builder {

        private String prompt;
        private String negativePrompt = "";
        private Optional<String> model = Optional.empty();
        private Weights weights = Weights.EMA;
        private Precision precision = Precision.FP32;
        private Optional<Integer> width = Optional.empty();
        private Optional<Integer> height = Optional.empty();
        private Choice sampler = Choice.of("dpmpp_2m");
        private Choice schedule = Choice.of("karras");
        private Choice guidance = Choice.of("cfg");
        private Choice noise = Choice.of("torch");
        private ProcessOverrides process = ProcessOverrides.NONE;
        private int steps = 20;
        private double cfgScale = 7;
        private long seed;
        private int count = 1;
        private int batchSize = 1;
        private boolean sgmNoiseMultiplier;
        private Decoding decoding = Decoding.WHOLE;
        private boolean keepSteps;
        private InspectionSettings inspection = InspectionSettings.ALL;

        private Builder(String prompt) {
            this.prompt = Objects.requireNonNull(prompt, "prompt");
        }

        /** Sets what the picture shows. */
        public Builder prompt(String value) {
            prompt = value;
            return this;
        }

        /** Sets what the picture should not show. */
        public Builder negativePrompt(String value) {
            negativePrompt = value;
            return this;
        }

        /** Sets the model by id. */
        public Builder model(String id) {
            model = Optional.of(id);
            return this;
        }

        /** Sets which weights. */
        public Builder weights(Weights value) {
            weights = value;
            return this;
        }

        /** Sets which precision. */
        public Builder precision(Precision value) {
            precision = value;
            return this;
        }

        /** Sets width and height in pixels. */
        public Builder size(int newWidth, int newHeight) {
            width = Optional.of(newWidth);
            height = Optional.of(newHeight);
            return this;
        }

        /** Sets the width in pixels. */
        public Builder width(int value) {
            width = Optional.of(value);
            return this;
        }

        /** Sets the height in pixels. */
        public Builder height(int value) {
            height = Optional.of(value);
            return this;
        }

        /** Sets the sampler. */
        public Builder sampler(Choice value) {
            sampler = value;
            return this;
        }

        /** Sets the noise schedule. */
        public Builder schedule(Choice value) {
            schedule = value;
            return this;
        }

        /** Sets the guidance. */
        public Builder guidance(Choice value) {
            guidance = value;
            return this;
        }

        /** Sets the noise source. */
        public Builder noise(Choice value) {
            noise = value;
            return this;
        }

        /** Sets what to believe instead of the model's configuration. */
        public Builder process(ProcessOverrides value) {
            process = value;
            return this;
        }

        /** Sets the number of sampling steps. */
        public Builder steps(int value) {
            steps = value;
            return this;
        }

        /** Sets the guidance scale. */
        public Builder cfgScale(double value) {
            cfgScale = value;
            return this;
        }

        /** Sets the seed of the first picture. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Sets how many pictures. */
        public Builder count(int value) {
            count = value;
            return this;
        }

        /** Sets how many pictures are denoised at once. */
        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        /** Sets whether the first state is {@code sqrt(1 + sigma^2)} times the noise rather than {@code sigma} times it. */
        public Builder sgmNoiseMultiplier(boolean value) {
            sgmNoiseMultiplier = value;
            return this;
        }

        /** Sets whether latents are decoded whole or in tiles. */
        public Builder decoding(Decoding value) {
            decoding = value;
            return this;
        }

        /** Sets whether the result holds the decoded estimate of every step. */
        public Builder keepSteps(boolean value) {
            keepSteps = value;
            return this;
        }

        /** Sets which inspectors look. */
        public Builder inspection(InspectionSettings value) {
            inspection = value;
            return this;
        }

        /**
         * Returns the request.
         *
         * @throws InvalidRequestException if a value is out of range
         */
        public GenerationRequest build() {
            return new GenerationRequest(
                    prompt,
                    negativePrompt,
                    model,
                    weights,
                    precision,
                    width,
                    height,
                    sampler,
                    schedule,
                    guidance,
                    noise,
                    process,
                    steps,
                    cfgScale,
                    seed,
                    count,
                    batchSize,
                    sgmNoiseMultiplier,
                    decoding,
                    keepSteps,
                    inspection);
        }
    }
}
