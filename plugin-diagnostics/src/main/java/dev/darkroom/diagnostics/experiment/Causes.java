package dev.darkroom.diagnostics.experiment;

/** The ids of the causes that the bundled experiments know, as in the knowledge base. */
public final class Causes {

    public static final String TOO_FEW_STEPS = "too-few-steps";
    public static final String SOLVER = "solver-unstable-near-zero";
    public static final String ANCESTRAL_NOISE = "excess-ancestral-noise";
    public static final String GUIDANCE_STRONG = "guidance-too-strong";
    public static final String GUIDANCE_WEAK = "guidance-too-weak";
    public static final String SCHEDULE_END = "schedule-not-at-zero";
    public static final String SCHEDULE = "foreign-scheduler-config";
    public static final String RAW_WEIGHTS = "raw-weights";
    public static final String EMA_LAG = "ema-lag";
    public static final String DAMAGED_WEIGHTS = "damaged-weights";
    public static final String QUANTISATION = "quantisation";
    public static final String FP16_DECODER = "fp16-vae-overflow";
    public static final String UNSTABLE = "unstable-trajectory";
    public static final String PREDICTION_TYPE = "wrong-prediction-type";
    public static final String BETA_SCHEDULE = "wrong-beta-schedule";
    public static final String LATENT_SCALE = "vae-scaling-factor";
    public static final String DECODER = "poor-vae";
    public static final String CHANNEL_ORDER = "range-mapping";
    public static final String TILED_DECODING = "tiled-vae";
    public static final String PROMPT_IGNORED = "prompt-ignored";
    public static final String PROMPT_TRUNCATED = "prompt-truncated";
    public static final String TOO_LARGE = "larger-than-native";
    public static final String TOO_SMALL = "smaller-than-native";
    public static final String OUTLIERS = "latent-outliers";
    public static final String DISTILLED_GUIDED = "distilled-model-guided";
    public static final String DISTILLATION = "distillation-loss";
    public static final String NEGATIVE_PROMPT = "negative-prompt-conflict";
    public static final String PROMPT_TOO_LONG = "prompt-too-complex";
    public static final String PROMPT_STYLE = "prompt-style";
    public static final String MADE_OTHERWISE = "made-otherwise";
    public static final String UNLUCKY_SEED = "unlucky-seed";

    private Causes() {}
}
