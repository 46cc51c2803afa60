package dev.darkroom.api.reference;

import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which schedule of ours, with which options and on which process, a reference's function and arguments mean.
 *
 * @param process the process the reference assumed
 * @param schedule the schedule's id
 * @param options the schedule's options
 * @param interleaved whether the reference lists, after the first, two timesteps a step
 * @param unfinished whether the reference leaves out a final 0 that this schedule cannot leave out
 */
record ScheduleMapping(
        DiffusionProcess process,
        String schedule,
        Map<String, String> options,
        boolean interleaved,
        boolean unfinished) {

    private static ScheduleMapping of(DiffusionProcess process, String schedule, Map<String, String> options) {
        return new ScheduleMapping(process, schedule, options, false, false);
    }

    /**
     * Reads {@code id}, {@code reference} and {@code args}.
     *
     * @param tree one schedule
     * @param steps its number of steps
     */
    static ScheduleMapping of(Tree tree, int steps) {
        String reference = tree.get("reference").text();
        Tree args = tree.get("args");
        if (reference.startsWith("diffusers@")) {
            return DiffusersMapping.of(tree.get("reference"), args, steps);
        }
        DiffusionProcess process = process(args.get("beta_config"));
        if (reference.contains("get_sigmas_laplace")) {
            Map<String, String> options = given(args, "sigma_min", "sigma_max", "mu", "beta");
            options.put("final", steps == 1 ? "zero" : "none");
            return new ScheduleMapping(process, "laplace", options, false, steps == 1);
        }
        if (reference.contains("nodes_align_your_steps")) {
            return of(process, "align_your_steps", Map.of("model", part(tree, 1).toLowerCase(Locale.ROOT)));
        }
        if (reference.contains("comfy.samplers")) {
            return comfy(process, args.get("beta_config"), part(tree, 2));
        }
        Map<String, String> options = given(args, "sigma_min", "sigma_max", "rho", "beta_d", "beta_min", "eps_s");
        int rho = reference.indexOf("rho=");
        if (rho >= 0) {
            options.put("rho", reference.substring(rho + "rho=".length()).split("[ ,)]", 2)[0]);
        }
        for (String name : List.of("karras", "exponential", "vp")) {
            if (reference.contains("get_sigmas_" + name)) {
                return of(process, name, options);
            }
        }
        if (reference.contains("get_sigmas_polyexponential")) {
            return of(process, "exponential", options);
        }
        throw tree.get("reference").bad("a schedule of diffusers, k-diffusion or ComfyUI");
    }

    /** Collects arguments that are options of the same name. */
    static Map<String, String> given(Tree args, String... names) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String name : names) {
            if (args.get(name).isPresent()) {
                options.put(name, args.get(name).option());
            }
        }
        return options;
    }

    /** ComfyUI's schedules know the model's shift; here only those that space timesteps do. */
    private static ScheduleMapping comfy(DiffusionProcess process, Tree config, String schedule) {
        Map<String, String> options = new LinkedHashMap<>();
        if (process.isFlow()) {
            double shift = shift(config);
            switch (schedule) {
                case "karras", "exponential", "kl_optimal" -> {
                    options.put("sigma_min", Double.toString(DiffusionProcess.shift(process.sigmaMin(), shift)));
                    options.put("sigma_max", "1");
                }
                case "linear_quadratic" -> {}
                default -> options.put("shift", Double.toString(shift));
            }
        }
        return of(process, schedule.equals("polyexponential") ? "exponential" : schedule, options);
    }

    private static DiffusionProcess process(Tree config) {
        String name = config.text("sd");
        if (name.startsWith("flow_shift")) {
            return DiffusionProcess.flow();
        }
        try {
            return DiffusionProcess.discrete(PredictionType.EPSILON, TrainedBetas.alphasCumprod(name));
        } catch (IllegalArgumentException e) {
            throw config.bad("sd, lin, cos, sdz, or flow_shift and a number");
        }
    }

    private static double shift(Tree config) {
        try {
            return Double.parseDouble(config.text().substring("flow_shift".length()));
        } catch (NumberFormatException e) {
            throw config.bad("sd, lin, cos, sdz, or flow_shift and a number");
        }
    }

    private static String part(Tree tree, int index) {
        String[] parts = tree.get("id").text().split("/", -1);
        if (index >= parts.length) {
            throw tree.get("id").bad("the schedule as part " + (index + 1) + ", as in comfy/sd/karras/n10");
        }
        return parts[index];
    }
}
