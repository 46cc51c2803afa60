package dev.darkroom.plugin.sampler.pndm;

import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.SamplerContext;
import dev.darkroom.api.sampling.SigmaSchedule;
import dev.darkroom.api.sampling.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * Pseudo numerical methods: Liu et al. 2022, <i>Pseudo Numerical Methods for Diffusion Models on Manifolds</i>
 * (arXiv:2202.09778). PLMS (equations 9, 12 and 14) is the linear multistep method with DDIM's transfer, started by one
 * step of improved Euler; with {@code skip_prk_steps=false} three pseudo Runge-Kutta steps (equations 9 and 13) come
 * first.
 *
 * <p>No noise. PLMS makes one evaluation more than the schedule has steps: the second level is visited twice, and the
 * second visit redoes the first step with the averaged slope. A Runge-Kutta step makes four evaluations and takes two
 * steps of the schedule, whose level between them is its middle: diffusers lists the middles among its timesteps. Each
 * evaluation is reported as a step, as diffusers counts them. The last step goes on with the multistep formula.
 *
 * <p>For models that predict v, the slopes that are averaged are values of v, as in diffusers.
 */
@Extension
public final class PndmSampler implements Sampler {

    private static final String SKIP_PRK = "skip_prk_steps";
    private static final int RUNGE_KUTTA_STEPS = 3;

    private static final ExtensionInfo INFO = ExtensionInfo.of(
                    "plms", "PLMS", "The linear multistep sampler of the first Stable Diffusion; fourth order.")
            .alias("pndm", "k_plms")
            .alias("PNDMScheduler", Map.of(SKIP_PRK, "false"))
            .from("Liu et al. 2022, arXiv:2202.09778")
            .option(OptionSpec.flag(
                    SKIP_PRK,
                    true,
                    "Start with improved Euler; false starts with three Runge-Kutta steps, as diffusers' default."));

    @Override
    public ExtensionInfo info() {
        return INFO;
    }

    @Override
    public Workload workload(SigmaSchedule sigmas, Options options) {
        int steps = sigmas.steps();
        int pairs = rungeKuttaSteps(steps, options);
        int calls = pairs > 0 || steps == 1 ? steps + 2 * pairs : steps + 1;
        return Workload.of(calls, calls);
    }

    /** Returns how many Runge-Kutta steps fit before the last step, which cannot be one: it may end at sigma 0. */
    private static int rungeKuttaSteps(int steps, Options options) {
        return options.flag(SKIP_PRK) ? 0 : Math.min(RUNGE_KUTTA_STEPS, (steps - 1) / 2);
    }

    @Override
    public Latent sample(Denoiser denoiser, Latent x, SigmaSchedule sigmas, SamplerContext context) {
        Run run = new Run(denoiser, sigmas, context);
        int pairs = rungeKuttaSteps(sigmas.steps(), context.options());
        for (int pair = 0; pair < pairs; pair++) {
            x = run.rungeKutta(x, 2 * pair);
        }
        for (int i = 2 * pairs; i < sigmas.steps(); i++) {
            Latent start = x;
            x = run.multistep(x, i);
            if (i == 0 && sigmas.steps() > 1) {
                x = run.secondVisit(start, x);
            } else if (i + 1 < sigmas.steps()) {
                x = run.relabel(x, sigmas.target(i), sigmas.at(i + 1));
            }
        }
        return x;
    }

    /** The state of one run. */
    private static final class Run {

        private final Denoiser denoiser;
        private final SigmaSchedule sigmas;
        private final SamplerContext context;
        private final DiffusionProcess process;
        private final boolean velocity;
        private final List<Latent> outputs = new ArrayList<>();
        private @Nullable Latent denoised;
        private int calls;

        Run(Denoiser denoiser, SigmaSchedule sigmas, SamplerContext context) {
            this.denoiser = denoiser;
            this.sigmas = sigmas;
            this.context = context;
            this.process = context.process();
            this.velocity = process.prediction() == PredictionType.V;
        }

        Latent multistep(Latent x, int i) {
            remember(output(x, sigmas.at(i)));
            return move(x, sigmas.at(i), sigmas.target(i), outputs, AdamsBashforth.weights(outputs.size(), 1));
        }

        private void remember(Latent output) {
            outputs.add(0, output);
            if (outputs.size() > 4) {
                outputs.remove(4);
            }
        }

        /**
         * Redoes the first step with the mean of the outputs at its ends. diffusers takes it to begin one spacing above
         * the second timestep, which is not the first one under every spacing.
         */
        Latent secondVisit(Latent start, Latent x) {
            double sigma = sigmas.at(1);
            Latent output = output(relabel(x, sigmas.target(0), sigma), sigma);
            double from = sigmas.at(0);
            if (sigma != sigmas.target(0)) {
                double spacing = process.timestep(from) - process.timestep(sigmas.target(0));
                from = process.sigma(process.timestep(sigma) + spacing);
            }
            return move(relabel(start, sigmas.at(0), from), from, sigma, List.of(output, outputs.get(0)), 0.5, 0.5);
        }

        /** Makes one Runge-Kutta step over the levels i, i + 1 and i + 2. */
        Latent rungeKutta(Latent start, int i) {
            double from = sigmas.at(i);
            double middle = sigmas.at(i + 1);
            double to = sigmas.at(i + 2);
            Latent k1 = output(start, from);
            remember(k1);
            Latent x = relabel(move(start, from, sigmas.target(i), List.of(k1), 1), sigmas.target(i), middle);
            Latent k2 = output(x, middle);
            x = move(start, from, middle, List.of(k2), 1);
            Latent k3 = output(x, middle);
            x = relabel(move(start, from, sigmas.target(i + 1), List.of(k3), 1), sigmas.target(i + 1), to);
            Latent k4 = output(x, to);
            return move(start, from, to, List.of(k1, k2, k3, k4), 1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0);
        }

        /** Returns what the model predicts, noise or v. */
        private Latent output(Latent x, double sigma) {
            denoised = denoiser.denoise(x, sigma).denoised();
            double scale = velocity ? process.inputScale(sigma) : 1;
            return Latent.sum(scale / sigma, x, -scale * (1 / sigma + (velocity ? sigma : 0)), denoised);
        }

        /** DDIM's transfer along a mean of outputs (equation 11; a straight line in the canonical space), reported as a step. */
        private Latent move(Latent x, double from, double to, List<Latent> outputs, double... weights) {
            double scale = velocity ? process.inputScale(from) : 1;
            double[] all = new double[weights.length + 1];
            all[0] = velocity ? 1 + (to - from) * from * scale * scale : 1;
            for (int k = 0; k < weights.length; k++) {
                all[k + 1] = (to - from) * scale * weights[k];
            }
            List<Latent> terms = new ArrayList<>(outputs);
            terms.add(0, x);
            Latent moved = Latent.sum(all, terms);
            context.step(calls++, from, to, moved, Objects.requireNonNull(denoised));
            return moved;
        }

        /** Returns the state that the model sees as the same numbers at another level. */
        Latent relabel(Latent x, double from, double to) {
            return from == to ? x : x.times(process.inputScale(from) / process.inputScale(to));
        }
    }
}
