package dev.darkroom.api.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.latent.Shape;
import dev.darkroom.api.sampling.Denoised;
import dev.darkroom.api.sampling.Denoiser;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import dev.darkroom.api.sampling.SigmaSchedule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One run of a reference sampler on a {@link GaussianMixture}, read from a golden file.
 *
 * <p>{@link #reference()} holds package, class or function and their arguments, from which a test chooses the options.
 */
public final class GoldenCase {

    /**
     * The level that stands for a terminal SNR of zero, where the canonical state would be infinite. Its signal share of
     * 1e-8 is below the rounding of a float.
     */
    private static final double SIGMA_OF_ZERO_SNR = 1e8;

    private final JsonNode json;
    private final JsonNode mixtures;

    private GoldenCase(JsonNode json, JsonNode mixtures) {
        this.json = json;
        this.mixtures = mixtures;
    }

    /**
     * Reads a golden file.
     *
     * @param test a class beside whose resources the file lies
     * @param resource its absolute resource name
     * @return the cases, in file order
     */
    public static List<GoldenCase> read(Class<?> test, String resource) {
        JsonNode file = json(test, resource);
        List<GoldenCase> cases = new ArrayList<>();
        file.get("cases").forEach(one -> cases.add(new GoldenCase(one, file.get("mixtures"))));
        return cases;
    }

    /** Reads a resource as JSON. */
    public static JsonNode json(Class<?> test, String resource) {
        try (InputStream in = test.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("golden file: expected a resource " + resource + ", found none");
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    public String id() {
        return json.get("id").asText();
    }

    /** Returns the reference implementation and its arguments. */
    public JsonNode reference() {
        return json.get("reference");
    }

    /** Returns the text of a constructor, step or function argument, if the case gives it. */
    public Optional<String> argument(String name) {
        for (String group : List.of("constructor_args", "step_args", "args")) {
            JsonNode value = reference().path(group).path(name);
            if (!value.isMissingNode()) {
                return Optional.of(value.asText());
            }
        }
        return Optional.empty();
    }

    public int evaluations() {
        return json.get("nfe").asInt();
    }

    /** Returns a process of the right canonical space; its table of betas is not used. */
    public DiffusionProcess process() {
        return isFlow()
                ? DiffusionProcess.flow()
                : DiffusionProcess.discrete(PredictionType.EPSILON, Betas.alphasCumprod("sd"));
    }

    /** Returns the levels the reference used, its targets included where it steps between timesteps of its list. */
    public SigmaSchedule sigmas() {
        if (!json.get("sigmas").isNull()) {
            return SigmaSchedule.of(doubles(json.get("sigmas")));
        }
        double[] alphasCumprod = doubles(json.get("info").get("alphas_cumprod_at_timesteps"));
        double[] postAlphas = doubles(json.get("post_alphas"));
        int n = alphasCumprod.length;
        double[] sigmas = new double[n + 1];
        double[] targets = new double[n];
        for (int i = 0; i < n; i++) {
            sigmas[i] =
                    alphasCumprod[i] == 0 ? SIGMA_OF_ZERO_SNR : Math.sqrt((1 - alphasCumprod[i]) / alphasCumprod[i]);
            targets[i] = Math.sqrt(1 - postAlphas[i] * postAlphas[i]) / postAlphas[i];
        }
        sigmas[n] = targets[n - 1];
        return SigmaSchedule.withTargets(sigmas, targets);
    }

    /** Returns the initial state in the canonical space. */
    public Latent start() {
        double[] values = doubles(json.get("x_init_native"));
        double scale = isVp() ? 1 / process().inputScale(sigmas().at(0)) : 1;
        return Latent.generate(shape(), i -> (float) (scale * values[i]));
    }

    /** Returns the draws of noise that had an effect, in order. */
    public List<Latent> noise() {
        List<Latent> draws = new ArrayList<>();
        for (JsonNode draw : json.get("noise")) {
            if (draw.get("used").asBoolean()) {
                draws.add(latent(draw.get("values")));
            }
        }
        return draws;
    }

    /** Returns the state after each step, in the canonical space. */
    public List<double[]> trajectory() {
        List<double[]> states = new ArrayList<>();
        json.get(isFlow() ? "trajectory_native" : "trajectory_ve").forEach(state -> states.add(doubles(state)));
        return states;
    }

    /** Returns the largest absolute difference allowed in float arithmetic. */
    public double tolerance() {
        return Math.max(
                json.get("tolerance").asDouble(),
                Math.max(
                        2e-5 * json.get("max_abs_value").asDouble(),
                        3 * json.path("native_float32_max_abs_diff").asDouble()));
    }

    /** Returns the scale of classifier-free guidance, absent if the case has none. */
    public Optional<Double> guidanceScale() {
        JsonNode cfg = json.path("cfg");
        return cfg.isObject() ? Optional.of(cfg.get("scale").asDouble()) : Optional.empty();
    }

    /** Returns the analytic model of the case, guided if the case says so. */
    public Denoiser denoiser() {
        if (guidanceScale().isEmpty()) {
            return conditional();
        }
        double scale = guidanceScale().orElseThrow();
        Denoiser cond = conditional();
        Denoiser uncond = unconditional();
        return (x, sigma) -> {
            Latent c = cond.denoise(x, sigma).denoised();
            Latent u = uncond.denoise(x, sigma).denoised();
            return new Denoised(Latent.sum(1 - scale, u, scale, c), c, Optional.of(u));
        };
    }

    /** Returns the analytic model under the prompt. */
    public Denoiser conditional() {
        return mixture(json.get("mixture").asText()).denoiser(process());
    }

    /** Returns the analytic model under the negative prompt of a case with guidance. */
    public Denoiser unconditional() {
        return mixture(json.get("cfg").get("uncond_mixture").asText()).denoiser(process());
    }

    private GaussianMixture mixture(String name) {
        JsonNode mixture = mixtures.get(name);
        double[][] means = new double[mixture.get("means").size()][];
        for (int k = 0; k < means.length; k++) {
            means[k] = doubles(mixture.get("means").get(k));
        }
        return new GaussianMixture(doubles(mixture.get("weights")), doubles(mixture.get("stds")), means);
    }

    private boolean isFlow() {
        return json.get("native_parameterisation").asText().equals("flow");
    }

    private boolean isVp() {
        return json.get("native_parameterisation").asText().equals("vp");
    }

    private Shape shape() {
        JsonNode s = json.get("shape");
        return new Shape(
                s.get(0).asInt(), s.get(1).asInt(), s.get(2).asInt(), s.get(3).asInt());
    }

    private Latent latent(JsonNode values) {
        double[] numbers = doubles(values);
        return Latent.generate(shape(), i -> (float) numbers[i]);
    }

    private static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    @Override
    public String toString() {
        return id();
    }
}
