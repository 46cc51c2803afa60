package dev.darkroom.plugin.sampler.dpmpp;

import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.EstimateLimit;
import dev.darkroom.api.sampling.ExponentialWeights;
import dev.darkroom.api.sampling.LogSnr;
import dev.darkroom.api.sampling.MultistepHistory;
import dev.darkroom.api.sampling.MultistepOrder;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.List;
import java.util.stream.Stream;

/** The loop that DPM++ 2M and 3M share: DPM-Solver++ multistep steps in data prediction, of any order to 3. */
final class DataPrediction {

    static final String LOWER_ORDER_FINAL = "lower_order_final";
    static final String FLOW_LAMBDA = "flow_lambda";

    private static final String TYPE = "solver_type";

    private DataPrediction() {}

    /** Returns the options of both solvers; defaults are those of k-diffusion. */
    static OptionSpec[] options(int order) {
        return Stream.of(
                        MultistepOrder.options(order, false),
                        new OptionSpec[] {
                            OptionSpec.choice(
                                    TYPE,
                                    "midpoint",
                                    List.of("midpoint", "heun"),
                                    "Weight of the slope in second-order steps."),
                            OptionSpec.choice(
                                    FLOW_LAMBDA,
                                    "sigma",
                                    List.of("sigma", "snr"),
                                    "For flow models: -log sigma as in ComfyUI, or the log signal-to-noise ratio as in diffusers.")
                        },
                        EstimateLimit.options())
                .flatMap(Stream::of)
                .toArray(OptionSpec[]::new);
    }

    static Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Options options = context.options();
        EstimateLimit limit = EstimateLimit.of(options);
        MultistepOrder orders = MultistepOrder.of(options);
        boolean midpoint = options.text(TYPE).equals("midpoint");
        LogSnr snr = new LogSnr(
                context.process().isFlow() && options.text(FLOW_LAMBDA).equals("snr"));
        MultistepHistory history = new MultistepHistory(orders.order());
        for (int i = 0; i < sigmas.steps(); i++) {
            double sigma = sigmas.at(i);
            double next = sigmas.at(i + 1);
            Latent denoised = limit.apply(denoiser.denoise(x, sigma).denoised());
            history.add(snr.lambda(sigma), denoised);
            if (next < sigma) {
                double h = snr.lambda(next) - snr.lambda(sigma);
                int order = orders.at(i, sigmas, history.size());
                ExponentialWeights weights = ExponentialWeights.of(snr.signal(next), -h);
                x = history.step(next / sigma, x, order == 2 && midpoint ? weights.midpoint() : weights, h, order);
            }
            context.step(i, sigma, next, x, denoised);
        }
        return x;
    }
}
