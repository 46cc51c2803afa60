package dev.darkroom.api.reference;

import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One run of another program's solver on a {@link GaussianMixture}: what it was given, and the state it reached after each
 * step.
 *
 * @param id the name of the case
 * @param call the solver and its arguments
 * @param hints what the file tells apart from arguments, as option values: {@code n} (evaluations asked for), {@code tau},
 *     {@code tau_t_low}, {@code tau_t_high} (timesteps), {@code tau_start_sigma}, {@code tau_end_sigma}, {@code flow_shift}
 * @param process the noise process
 * @param sigmas the levels the solver held
 * @param start the initial state in the canonical space
 * @param noise the draws that had an effect, in order
 * @param trajectory the canonical state after each step, or the last one alone
 * @param evaluations how often the solver called the model
 * @param tolerance the largest absolute difference allowed in float arithmetic
 * @param scale the largest absolute value of the trajectory
 * @param conditional the model under the prompt
 * @param unconditional the model under the negative prompt; absent without guidance
 * @param guidanceScale the scale of classifier-free guidance; absent without guidance
 */
public record ReferenceCase(
        String id,
        Call call,
        Map<String, String> hints,
        DiffusionProcess process,
        SigmaSchedule sigmas,
        Latent start,
        List<Latent> noise,
        List<double[]> trajectory,
        int evaluations,
        double tolerance,
        double scale,
        GaussianMixture conditional,
        Optional<GaussianMixture> unconditional,
        OptionalDouble guidanceScale) {

    /**
     * The level that stands for a terminal SNR of zero, where the canonical state would be infinite. Its signal share of
     * 1e-8 is below the rounding of a float.
     */
    private static final double SIGMA_OF_ZERO_SNR = 1e8;

    /**
     * Reads the cases of a file.
     *
     * @param document the parsed JSON: maps, lists, texts, numbers, booleans and nulls
     * @return the cases in file order
     * @throws dev.darkroom.api.InvalidRequestException if the document is no file of cases; the message names the place
     */
    public static List<ReferenceCase> readAll(@Nullable Object document) {
        Tree file = Tree.root(document);
        Map<String, GaussianMixture> mixtures = new HashMap<>();
        file.get("mixtures").members().forEach((name, tree) -> mixtures.put(name, mixture(tree)));
        Map<String, Tree> betas = file.get("beta_schedules").isPresent()
                ? file.get("beta_schedules").members()
                : Map.of();
        List<ReferenceCase> cases = new ArrayList<>();
        for (Tree one : file.get("cases").elements()) {
            cases.add(new Reader(one, mixtures, betas).read());
        }
        return cases;
    }

    /** Returns the model as the solver called it, guided if the case has guidance. */
    public Denoiser denoiser() {
        Denoiser cond = conditional.denoiser(process);
        if (unconditional.isEmpty()) {
            return cond;
        }
        Denoiser uncond = unconditional.get().denoiser(process);
        double guidance = guidanceScale.orElseThrow();
        return (x, sigma) -> {
            Latent c = cond.denoise(x, sigma).denoised();
            Latent u = uncond.denoise(x, sigma).denoised();
            return new Denoised(Latent.sum(1 - guidance, u, guidance, c), c, Optional.of(u));
        };
    }

    @Override
    public String toString() {
        return id;
    }

    private static GaussianMixture mixture(Tree tree) {
        double[] weights = tree.get("weights").numbers();
        double[] stds = tree.get("stds").numbers(weights.length);
        List<Tree> means = tree.get("means").elements();
        if (weights.length == 0 || means.size() != weights.length) {
            throw tree.get("means").bad("a list of means for each of " + weights.length + " weights");
        }
        return new GaussianMixture(
                weights, stds, means.stream().map(mean -> mean.numbers(16)).toArray(double[][]::new));
    }

    /** Reads one case. */
    private static final class Reader {

        private final Tree tree;
        private final Map<String, GaussianMixture> mixtures;
        private final Map<String, Tree> betas;
        private final boolean flow;
        private final Shape shape;

        Reader(Tree tree, Map<String, GaussianMixture> mixtures, Map<String, Tree> betas) {
            this.tree = tree;
            this.mixtures = mixtures;
            this.betas = betas;
            this.flow = parameterisation().equals("flow");
            double[] s = tree.get("shape").numbers(4);
            if (s[1] != 4) {
                throw tree.get("shape").bad("[n,4,h,w]");
            }
            this.shape = new Shape((int) s[0], (int) s[1], (int) s[2], (int) s[3]);
        }

        ReferenceCase read() {
            DiffusionProcess process = process();
            List<double[]> trajectory = trajectory();
            SigmaSchedule sigmas = sigmas(trajectory.size());
            double[] native0 = tree.get("x_init_native").numbers(shape.elements());
            double a = parameterisation().equals("vp") ? process.inputScale(sigmas.at(0)) : 1;
            double scale = tree.get("max_abs_value").number();
            Tree cfg = tree.get("cfg");
            return new ReferenceCase(
                    tree.get("id").text(),
                    call(),
                    hints(),
                    process,
                    sigmas,
                    Latent.generate(shape, i -> (float) (native0[i] / a)),
                    noise(),
                    trajectory,
                    tree.get("nfe").integer(),
                    tolerance(scale),
                    scale,
                    mixture(tree.get("mixture")),
                    cfg.isPresent() ? Optional.of(mixture(cfg.get("uncond_mixture"))) : Optional.empty(),
                    cfg.isPresent() ? OptionalDouble.of(cfg.get("scale").number()) : OptionalDouble.empty());
        }

        private String parameterisation() {
            String name = tree.get("native_parameterisation").text();
            if (!List.of("ve", "vp", "flow").contains(name)) {
                throw tree.get("native_parameterisation").bad("ve, vp or flow");
            }
            return name;
        }

        private GaussianMixture mixture(Tree name) {
            GaussianMixture mixture = mixtures.get(name.text());
            if (mixture == null) {
                throw name.bad("one of the mixtures " + mixtures.keySet());
            }
            return mixture;
        }

        private Call call() {
            Tree reference = tree.get("reference");
            Tree name = reference.get("class");
            Map<String, String> arguments = new HashMap<>();
            for (String group : List.of("constructor_args", "set_timesteps_args", "step_args", "args")) {
                if (reference.get(group).isPresent()) {
                    reference.get(group).members().forEach((argument, value) -> {
                        if (value.isPresent()) {
                            arguments.put(argument, value.option());
                        }
                    });
                }
            }
            return new Call((name.isPresent() ? name : reference.get("function")).text(), arguments);
        }

        private Map<String, String> hints() {
            Map<String, String> hints = new HashMap<>();
            hint(hints, "flow_shift", tree.find("schedule", "flow_shift"));
            Tree info = tree.get("info");
            if (info.isPresent()) {
                hint(hints, "n", info.get("nfe_requested"));
                hint(hints, "tau", info.get("tau_inside"));
                hint(hints, "tau_start_sigma", info.get("tau_start_sigma"));
                hint(hints, "tau_end_sigma", info.get("tau_end_sigma"));
                if (info.get("tau").isPresent()) {
                    hint(hints, "tau", info.get("tau").get("value"));
                    hint(hints, "tau_t_low", info.get("tau").get("t_low"));
                    hint(hints, "tau_t_high", info.get("tau").get("t_high"));
                }
            }
            return Map.copyOf(hints);
        }

        private static void hint(Map<String, String> hints, String name, Tree value) {
            if (value.isPresent()) {
                hints.put(name, value.option());
            }
        }

        /**
         * Levels come with the case; the table of betas matters to solvers that ask for timesteps, and what the model predicts
         * to those that use its output at another level.
         */
        private DiffusionProcess process() {
            if (flow) {
                return DiffusionProcess.flow();
            }
            double[] table = alphasCumprod();
            Tree rescaled = tree.find("schedule", "rescale_betas_zero_snr");
            if (rescaled.isPresent() && rescaled.flag()) {
                table = BetaSchedule.zeroTerminalSnr(table, 1 / (1 + SIGMA_OF_ZERO_SNR * SIGMA_OF_ZERO_SNR));
            }
            return DiffusionProcess.discrete(prediction(), table);
        }

        private PredictionType prediction() {
            Tree prediction = tree.get("prediction");
            return switch (prediction.isPresent() ? prediction.text() : "") {
                case "v_prediction" -> PredictionType.V;
                case "sample" -> PredictionType.SAMPLE;
                default -> PredictionType.EPSILON;
            };
        }

        private double[] alphasCumprod() {
            Tree name = tree.find("schedule", "beta");
            if (!name.isPresent()) {
                return TrainedBetas.alphasCumprod("sd");
            }
            Tree described = betas.get(name.text());
            try {
                return described == null
                        ? TrainedBetas.alphasCumprod(name.text())
                        : TrainedBetas.alphasCumprod(described);
            } catch (IllegalArgumentException e) {
                throw name.bad("one of the beta_schedules " + betas.keySet());
            }
        }

        /**
         * Some of diffusers' schedulers list a level once for each evaluation made at it, and surplus zeros at the end; a
         * state is recorded for each step, so that the count tells.
         */
        private SigmaSchedule sigmas(int states) {
            if (tree.get("sigmas").isPresent()) {
                double[] sigmas = withoutSurplusZeros(tree.get("sigmas").numbers());
                boolean interleaved = states > 1 && states != sigmas.length - 1;
                return SigmaSchedule.repeating(interleaved ? distinct(sigmas) : sigmas);
            }
            double[] alphasCumprod =
                    tree.get("info").get("alphas_cumprod_at_timesteps").numbers();
            double[] postAlphas = tree.get("post_alphas").numbers(alphasCumprod.length);
            List<double[]> steps = new ArrayList<>();
            for (int i = 0; i < alphasCumprod.length; i++) {
                double sigma = alphasCumprod[i] == 0
                        ? SIGMA_OF_ZERO_SNR
                        : Math.sqrt((1 - alphasCumprod[i]) / alphasCumprod[i]);
                double target = Math.sqrt(Math.max(0, 1 - postAlphas[i] * postAlphas[i])) / postAlphas[i];
                // PLMS visits its second level twice; where it goes from there is what the second visit says.
                if (!steps.isEmpty() && steps.get(steps.size() - 1)[0] == sigma) {
                    steps.remove(steps.size() - 1);
                }
                steps.add(new double[] {sigma, target});
            }
            int n = steps.size();
            double[] sigmas = new double[n + 1];
            double[] targets = new double[n];
            for (int i = 0; i < n; i++) {
                sigmas[i] = steps.get(i)[0];
                targets[i] = steps.get(i)[1];
            }
            sigmas[n] = targets[n - 1];
            return SigmaSchedule.withTargets(sigmas, targets);
        }

        private static double[] withoutSurplusZeros(double[] sigmas) {
            int count = sigmas.length;
            while (count > 2 && sigmas[count - 1] == 0 && sigmas[count - 2] == 0) {
                count--;
            }
            return Arrays.copyOf(sigmas, count);
        }

        private static double[] distinct(double[] sigmas) {
            List<Double> levels = new ArrayList<>();
            for (double sigma : sigmas) {
                if (levels.isEmpty() || levels.get(levels.size() - 1) != sigma) {
                    levels.add(sigma);
                }
            }
            return levels.stream().mapToDouble(Double::doubleValue).toArray();
        }

        private List<Latent> noise() {
            List<Latent> draws = new ArrayList<>();
            for (Tree draw : tree.get("noise").elements()) {
                if (draw.get("used").flag()) {
                    double[] values = draw.get("values").numbers(shape.elements());
                    draws.add(Latent.generate(shape, i -> (float) values[i]));
                }
            }
            return draws;
        }

        /** Of an adaptive solver the attempts it rejected are left out: they reach no new state. */
        private List<double[]> trajectory() {
            List<double[]> states = new ArrayList<>();
            Tree recorded = tree.get(flow ? "trajectory_native" : "trajectory_ve");
            for (Tree state : recorded.elements()) {
                states.add(state.numbers(shape.elements()));
            }
            Tree info = tree.get("info");
            if (info.isPresent() && info.get("attempts").isPresent()) {
                List<double[]> accepted = new ArrayList<>();
                int before = 0;
                List<Tree> attempts = info.get("attempts").elements();
                for (int i = 0; i < attempts.size() && i < states.size(); i++) {
                    int count = attempts.get(i).get("n_accept").integer();
                    if (count > before) {
                        accepted.add(states.get(i));
                    }
                    before = count;
                }
                return accepted;
            }
            if (states.isEmpty()) {
                throw recorded.bad("at least one state");
            }
            return states;
        }

        private double tolerance(double scale) {
            Tree single = tree.get("native_float32_max_abs_diff");
            double float32 = single.isPresent() ? 3 * single.number() : 0;
            return Math.max(tree.get("tolerance").number(), Math.max(2e-5 * scale, float32));
        }
    }
}
