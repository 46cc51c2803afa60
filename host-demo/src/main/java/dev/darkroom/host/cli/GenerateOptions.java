package dev.darkroom.host.cli;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.finding.Severity;
import dev.darkroom.api.model.Weights;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.host.DarkroomSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a user can say of a generation; {@code null} where nothing was said, so that the model's defaults apply. */
final class GenerateOptions {

    @Parameters(arity = "0..*", paramLabel = "PROMPT", description = "What the picture shows; \"\" for anything.")
    List<String> prompt = new ArrayList<>();

    @Option(
            names = "--like",
            paramLabel = "PICTURE.png",
            description =
                    "Take everything that is not said here from the metadata of this picture: Darkroom's, A1111's or"
                            + " ComfyUI's.")
    @Nullable
    Path like;

    @Option(names = "--negative-prompt", paramLabel = "TEXT", description = "What it should not show.")
    @Nullable
    String negativePrompt;

    @Option(names = "--steps", paramLabel = "N", description = "Sampling steps.")
    @Nullable
    Integer steps;

    @Option(names = "--cfg-scale", paramLabel = "X", description = "Guidance scale; 1 is none.")
    @Nullable
    Double cfgScale;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the first picture; random if absent or -1.")
    @Nullable
    Long seed;

    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            description = "Sampler, also as in \"DPM++ 2M Karras\"; see darkroom samplers.")
    @Nullable
    String sampler;

    @Option(names = "--sampler-option", paramLabel = "K=V", description = "An option of the sampler, as in eta=0.5.")
    Map<String, String> samplerOptions = new LinkedHashMap<>();

    @Option(names = "--schedule", paramLabel = "NAME", description = "Noise schedule.")
    @Nullable
    String schedule;

    @Option(names = "--schedule-option", paramLabel = "K=V", description = "An option of the schedule, as in rho=7.")
    Map<String, String> scheduleOptions = new LinkedHashMap<>();

    @Option(
            names = "--sigmas",
            paramLabel = "X,X,...",
            description = "Noise levels by hand, falling, as in 14.6,7,3,1,0; instead of --schedule and --steps.")
    @Nullable
    String sigmas;

    @Option(
            names = "--prediction",
            paramLabel = "epsilon|v|sample|flow",
            description = "What the model predicts, where its configuration is wrong.")
    @Nullable
    PredictionType prediction;

    @Option(
            names = "--beta-schedule",
            paramLabel = "NAME[,START,END]",
            description = "The betas it was trained with: linear, scaled_linear, squaredcos_cap_v2, sigmoid, laplace.")
    @Nullable
    String betaSchedule;

    @Option(names = "--zero-snr", description = "Rescale the betas to zero terminal SNR.")
    boolean zeroSnr;

    @Option(
            names = "--sgm-noise-multiplier",
            description =
                    "Start at sqrt(1 + sigma^2) times the noise, as ComfyUI and diffusers do, not at sigma times it.")
    boolean sgmNoiseMultiplier;

    @Option(
            names = "--vae-tile",
            paramLabel = "PX",
            description = "Decode in tiles of this size, for pictures whose decoding would not fit into memory.")
    @Nullable
    Integer vaeTile;

    @Option(
            names = "--vae-tile-overlap",
            paramLabel = "PX",
            description = "What neighbouring tiles share. Default: a quarter of a tile")
    @Nullable
    Integer vaeTileOverlap;

    @Option(names = "--guidance", paramLabel = "NAME", description = "Guidance.")
    @Nullable
    String guidance;

    @Option(names = "--guidance-option", paramLabel = "K=V", description = "An option of the guidance.")
    Map<String, String> guidanceOptions = new LinkedHashMap<>();

    @Option(names = "--noise-source", paramLabel = "NAME", description = "Source of random numbers.")
    @Nullable
    String noiseSource;

    @Option(names = "--noise-option", paramLabel = "K=V", description = "An option of the noise source.")
    Map<String, String> noiseOptions = new LinkedHashMap<>();

    @Option(names = "--width", paramLabel = "PX", description = "Width; the model's own if absent.")
    @Nullable
    Integer width;

    @Option(names = "--height", paramLabel = "PX", description = "Height; the model's own if absent.")
    @Nullable
    Integer height;

    @Option(names = "--count", paramLabel = "N", description = "How many pictures; the seed rises by 1 each.")
    int count = 1;

    @Option(names = "--batch-size", paramLabel = "N", description = "How many are denoised at once.")
    int batchSize = 1;

    @Option(names = "--model", paramLabel = "NAME", description = "Model, or path of a model folder.")
    @Nullable
    String model;

    @Option(names = "--weights", paramLabel = "ema|raw", description = "Averaged or last weights.")
    @Nullable
    Weights weights;

    @Option(
            names = "--precision",
            paramLabel = "fp32|fp16|int8|auto",
            description =
                    "Arithmetic of the model's files; auto is the fastest that the folder holds and this machine runs well.")
    @Nullable
    PrecisionChoice precision;

    @Option(names = "--device", paramLabel = "NAME", description = "auto, cpu or cuda[:N].")
    String device = "auto";

    @Option(names = "--low-memory", description = "Keep one component of the model in memory at a time.")
    boolean lowMemory;

    @Option(
            names = "--cuda-option",
            paramLabel = "K=V",
            description = "An option of the CUDA provider, as in cudnn_conv_algo_search=HEURISTIC or use_tf32=0.")
    Map<String, String> cudaOptions = new LinkedHashMap<>();

    @Option(names = "--threads", paramLabel = "N", description = "Threads of a model call.")
    @Nullable
    Integer threads;

    @Option(
            names = "--out",
            paramLabel = "PATH",
            description = "A folder (pictures are numbered, nothing is replaced) or a file ending in .png (replaced)."
                    + " Default: outputs")
    Path out = Path.of("outputs");

    @Option(names = "--save-steps", description = "Write the estimate of every step and a contact sheet.")
    boolean saveSteps;

    @Option(names = "--json", description = "Print one JSON object a picture.")
    boolean json;

    @Option(names = "--quiet", description = "Print only the pictures' paths.")
    boolean quiet;

    @Option(
            names = "--fail-on",
            paramLabel = "info|warn|severe",
            description = "Exit with 1 on such a finding, or a graver one.")
    @Nullable
    Severity failOn;

    @Option(names = "--no-inspect", description = "Do not inspect.")
    boolean noInspect;

    @Mixin
    InspectionOptions inspection = new InspectionOptions();

    /**
     * Returns settings that open an installation for this work.
     *
     * @throws InvalidRequestException if the number of threads is none
     */
    DarkroomSettings engine(DarkroomSettings settings) {
        if (threads != null && threads < 1) {
            throw new InvalidRequestException("--threads: expected 1 or more, found " + threads);
        }
        return settings.withEngine(device, Optional.ofNullable(threads)).withMemory(lowMemory, cudaOptions);
    }
}
