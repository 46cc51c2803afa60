package dev.darkroom.plugin.sampler.unipc;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.EstimateLimit;
import dev.darkroom.api.sampling.History;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Zhao et al. 2023, <i>UniPC: A Unified Predictor-Corrector Framework for Fast Sampling of Diffusion Models</i>
 * (arXiv:2302.04867), Algorithms 1 and 2 in the B(h) form; see {@link UniPcStep} for the formulas.
 *
 * <p>Order {@code solver_order} with the predictor alone and one more with the corrector, one evaluation a step: the
 * corrector of a step uses the evaluation of the next one, and so changes the state after it was reported. No noise. The
 * last step is not corrected.
 *
 * <p>diffusers integrates in the log signal-to-noise ratio and ends at sigma 0 with the estimate of x0 (where it would
 * divide infinities, for {@code bh1} and without {@code lower_order_final}, this sampler ends there too). ComfyUI ends at
 * sigma 0.001, means sigma by the level of any model, and leaves out the last level but one.
 */
@Extension
public final class UniPcSampler implements Sampler {

    private static final String ORDER = "solver_order";
    private static final String TYPE = "solver_type";
    private static final String PREDICT_X0 = "predict_x0";
    private static final String LOWER_ORDER_FINAL = "lower_order_final";
    private static final String DISABLE_CORRECTOR = "disable_corrector";
    private static final String FLOW_LAMBDA = "flow_lambda";
    private static final String FINAL_SIGMA = "final_sigma";
    private static final String DISCARD_PENULTIMATE = "discard_penultimate";

    private static final Map<String, String> COMFYUI = comfyUi("bh1");
    private static final Map<String, String> COMFYUI_BH2 = comfyUi("bh2");

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "unipc", "UniPC", "Predictor and corrector from one evaluation a step; good from 5 to 20 steps.")
            .alias("UniPCMultistepScheduler")
            .alias("uni_pc", COMFYUI)
            .alias("k_uni_pc", COMFYUI)
            .alias("sample_unipc", COMFYUI)
            .alias("sample_unipc(variant=bh1)", COMFYUI)
            .alias("sample_unipc(variant=bh2)", COMFYUI_BH2)
            .alias("uni_pc_bh2", COMFYUI_BH2)
            .alias("k_uni_pc_bh2", COMFYUI_BH2)
            .alias("sample_unipc_bh2", COMFYUI_BH2)
            .from("Zhao et al. 2023, arXiv:2302.04867")
            .option(
                    OptionSpec.integer(ORDER, 2, 1, 9, "How many evaluations the predictor uses."),
                    OptionSpec.choice(
                            TYPE,
                            "bh2",
                            List.of("bh1", "bh2", "midpoint", "heun", "logrho"),
                            "bh1 for few steps without guidance, else bh2; the types of other schedulers are taken for"
                                    + " bh2, as in diffusers."),
                    OptionSpec.flag(
                            PREDICT_X0, true, "Integrate estimates of x0; false integrates estimates of noise."),
                    OptionSpec.flag(LOWER_ORDER_FINAL, true, "Lower orders for the last steps."),
                    OptionSpec.text(
                            DISABLE_CORRECTOR, "", "Steps, from 0 and with commas between, that are not corrected."),
                    OptionSpec.choice(
                            FLOW_LAMBDA,
                            "snr",
                            List.of("snr", "sigma"),
                            "For flow models: the log signal-to-noise ratio as in diffusers, or -log sigma as in ComfyUI."),
                    OptionSpec.number(FINAL_SIGMA, 0, 0, 1, "Where a schedule that ends at 0 ends; 0.001 in ComfyUI."),
                    OptionSpec.flag(
                            DISCARD_PENULTIMATE, false, "Leave out the last level above 0, as ComfyUI and A1111 do."))
            .option(EstimateLimit.options());

    private static Map<String, String> comfyUi(String type) {
        return Map.of(ORDER, "3", TYPE, type, FLOW_LAMBDA, "sigma", FINAL_SIGMA, "0.001", DISCARD_PENULTIMATE, "true");
    }

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public boolean discardsPenultimate(Options options) {
        return options.flag(DISCARD_PENULTIMATE);
    }

    @Override
    public void check(Setting setting) {
        uncorrected(setting.options());
        if (setting.process().isFlow() && !setting.options().flag(PREDICT_X0)) {
            throw new InvalidRequestException(
                    "option " + PREDICT_X0 + ": expected true for a flow model, whose noise has no limit, found false");
        }
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        Set<Integer> uncorrected = uncorrected(options);
        EstimateLimit limit = EstimateLimit.of(options);
        boolean snr = context.process().isFlow() && options.text(FLOW_LAMBDA).equals("snr");
        UniPcStep step =
                new UniPcStep(options.flag(PREDICT_X0), options.text(TYPE).equals("bh1"), snr);
        int maxOrder = options.integer(ORDER);
        // One more than the predictor uses: the corrector also needs the one at the end of the step.
        History outputs = new History(maxOrder + 1);
        Latent start = x;
        int order = 0;
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Latent x0 = denoiser.denoise(x, sigma).denoised();
            if (step.predictX0()) {
                x0 = limit.apply(x0);
            }
            boolean moved = i > 0 && sigma < sigmas.at(i - 1);
            outputs.add(sigma, step.output(x, sigma, x0));
            if (moved && !uncorrected.contains(i - 1)) {
                x = step.correct(start, outputs, order);
            }
            start = x;
            order = Math.min(maxOrder, outputs.size());
            if (options.flag(LOWER_ORDER_FINAL)) {
                order = Math.min(order, sigmas.steps() - i);
            }
            double to = next == 0 ? options.number(FINAL_SIGMA) : next;
            if (to == 0) {
                x = x0;
            } else if (to != sigma) {
                x = step.predict(start, outputs, order, to);
            }
            context.step(i, sigma, next, x, x0);
        }
        return x;
    }

    private static Set<Integer> uncorrected(Options options) {
        Set<Integer> steps = new HashSet<>();
        String text = options.text(DISABLE_CORRECTOR).strip();
        for (String step : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            try {
                steps.add(Integer.parseUnsignedInt(step.strip()));
            } catch (NumberFormatException e) {
                throw new InvalidRequestException("option " + DISABLE_CORRECTOR
                        + ": expected step numbers from 0 with commas between, as in 0,1,2, found \"" + text + "\"");
            }
        }
        return steps;
    }
}
