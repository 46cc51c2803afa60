package dev.darkroom.plugin.sampler.sa;

import dev.darkroom.api.sampling.Sampler;
import dev.darkroom.api.sampling.StochasticSamplerContract;
import java.util.List;
import java.util.Map;

class SaSolverSamplerTest extends StochasticSamplerContract {

    @Override
    protected Sampler sampler() {
        return new SaSolverSampler();
    }

    /** Without noise. The first predictor is of order 1, its corrector of order 2: together good for 3. */
    @Override
    protected Map<Map<String, String>, Double> orders() {
        return Map.of(
                Map.of("tau", "0", "predictor_order", "1", "corrector_order", "0"), 1.0,
                Map.of("tau", "0", "predictor_order", "2", "corrector_order", "0"), 2.0,
                Map.of("tau", "0", "predictor_order", "1", "corrector_order", "2"), 2.0,
                Map.of("tau", "0", "predictor_order", "2", "corrector_order", "3"), 3.0,
                Map.of("tau", "0", "predictor_order", "1", "corrector_order", "2", "simple_order_2", "true"), 2.0,
                Map.of(
                                "tau", "0",
                                "predictor_order", "2",
                                "corrector_order", "0",
                                "algorithm_type", "noise_prediction"),
                        2.0);
    }

    @Override
    protected List<Map<String, String>> variants() {
        return List.of(
                Map.of(),
                Map.of("use_pece", "true"),
                Map.of("corrector_order", "0"),
                Map.of("variant", "diffusers", "simple_order_2", "true", "corrector_order", "2"),
                Map.of("variant", "diffusers", "lower_order_final", "false"),
                Map.of("algorithm_type", "noise_prediction", "predictor_order", "2", "corrector_order", "2"),
                Map.of("tau", "0", "thresholding", "true"),
                Map.of("s_noise", "0.9"));
    }

    @Override
    protected List<String> goldens() {
        return List.of("/golden/sa_solver.json", "/golden/sa_solver_more.json");
    }

    @Override
    protected List<Map<String, String>> stochastic() {
        Map<String, String> everywhere = Map.of("tau_start_sigma", "1000", "tau_end_sigma", "0");
        return List.of(
                Map.of(),
                everywhere,
                Map.of("tau_start_sigma", "1000", "tau_end_sigma", "0", "use_pece", "true"),
                Map.of("tau_start_sigma", "1000", "tau_end_sigma", "0", "tau", "0.6", "simple_order_2", "true"),
                Map.of("variant", "diffusers", "predictor_order", "2", "corrector_order", "2"));
    }
}
