package dev.darkroom.api.reference;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.BetaSchedule;
import dev.darkroom.api.sampling.DiffusionProcess;
import dev.darkroom.api.sampling.PredictionType;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the constructor arguments of a diffusers scheduler mean here; arguments not given have the class's defaults.
 *
 * @param name the scheduler class, without {@code Scheduler}
 * @param args its arguments
 * @param steps the number of steps
 */
record DiffusersMapping(String name, Tree args, int steps) {

    /**
     * How a family of schedulers spaces, rounds and ends.
     *
     * @param as whose rounding, as schedules linspace, leading and trailing name it
     * @param spacing the default spacing
     * @param endsAtSigmaMin whether the last step ends at the smallest level unless an argument says otherwise
     * @param start the default beta_start
     * @param end the default beta_end
     * @param betas the default beta_schedule
     */
    private record Family(String as, String spacing, boolean endsAtSigmaMin, double start, double end, String betas) {}

    private static final Family EULER = new Family("euler", "linspace", false, 1e-4, 0.02, "linear");
    private static final Family HEUN = new Family("euler", "linspace", false, 0.00085, 0.012, "linear");
    private static final Family SOLVER = new Family("dpmsolver", "linspace", false, 1e-4, 0.02, "linear");
    private static final Family TO_SIGMA_MIN = new Family("dpmsolver", "linspace", true, 1e-4, 0.02, "linear");
    private static final Family DDIM = new Family("ddim", "leading", false, 1e-4, 0.02, "linear");
    private static final Family PNDM = new Family("ddim", "leading", true, 1e-4, 0.02, "linear");
    private static final Family DDPM = new Family("ddpm", "leading", false, 1e-4, 0.02, "linear");
    private static final Family LCM = new Family("lcm", "", false, 0.00085, 0.012, "scaled_linear");
    private static final Family TCD = new Family("lcm", "", true, 0.00085, 0.012, "scaled_linear");
    private static final Family FLOW = new Family("flowmatch", "", false, 0, 0, "");

    private static final Map<String, Family> FAMILIES = Map.ofEntries(
            Map.entry("EulerDiscrete", EULER),
            Map.entry("EulerAncestralDiscrete", EULER),
            Map.entry("LMSDiscrete", EULER),
            Map.entry("HeunDiscrete", HEUN),
            Map.entry("KDPM2Discrete", HEUN),
            Map.entry("KDPM2AncestralDiscrete", HEUN),
            Map.entry("DPMSolverMultistep", SOLVER),
            Map.entry("DPMSolverSinglestep", SOLVER),
            Map.entry("UniPCMultistep", SOLVER),
            Map.entry("DEISMultistep", TO_SIGMA_MIN),
            Map.entry("SASolver", TO_SIGMA_MIN),
            Map.entry("DDIM", DDIM),
            Map.entry("PNDM", PNDM),
            Map.entry("DDPM", DDPM),
            Map.entry("LCM", LCM),
            Map.entry("TCD", TCD),
            Map.entry("FlowMatchEulerDiscrete", FLOW),
            Map.entry("FlowMatchHeunDiscrete", FLOW));

    /**
     * Reads a scheduler and its arguments.
     *
     * @param reference package, commit and class, as in {@code diffusers@58eb52c EulerDiscreteScheduler}
     * @param args the constructor's arguments
     * @param steps the number of steps
     */
    static ScheduleMapping of(Tree reference, Tree args, int steps) {
        String text = reference.text();
        String name = text.substring(text.lastIndexOf(' ') + 1).replaceFirst("Scheduler$", "");
        Family family = FAMILIES.get(name);
        if (family == null) {
            throw reference.bad("a known diffusers scheduler, as in EulerDiscreteScheduler");
        }
        return new DiffusersMapping(name, args, steps).mapping(family);
    }

    private ScheduleMapping mapping(Family family) {
        if (family.equals(FLOW)) {
            return flow("flowmatch", args.get("shift").number(1.0));
        }
        if (args.get("use_flow_sigmas").flag(false)) {
            return flow(
                    name.equals("UniPCMultistep") ? "unipc" : "dpmsolver",
                    args.get("flow_shift").number(1.0));
        }
        DiffusionProcess process = process(family);
        Map<String, String> options = new LinkedHashMap<>();
        options.put("final", endsAtSigmaMin(family) ? "sigma_min" : "zero");
        if (family.as().equals("lcm")) {
            options.put(
                    "original_inference_steps",
                    Integer.toString(args.get("original_inference_steps").count(1, 50)));
            return new ScheduleMapping(process, "lcm", options, false, false);
        }
        String spacing = args.get("timestep_spacing").text(family.spacing());
        if (!spacing.equals("leading") && !spacing.equals("linspace") && !spacing.equals("trailing")) {
            throw args.get("timestep_spacing").bad("leading, linspace or trailing");
        }
        String schedule = converted(options, spacing);
        if (!schedule.equals(spacing)) {
            options.putAll(ScheduleMapping.given(args, "sigma_min", "sigma_max"));
            options.put("range", family.as().equals("euler") ? spacing : "trained");
            options.put("timesteps", told(family));
        } else {
            options.put("as", family.as());
            options.putAll(ScheduleMapping.given(args, "lambda_min_clipped"));
        }
        options.put("steps_offset", Integer.toString(args.get("steps_offset").count(0, 0)));
        boolean interleaved = family.equals(HEUN);
        return new ScheduleMapping(process, schedule, options, interleaved, false);
    }

    private boolean endsAtSigmaMin(Family family) {
        Tree type = args.get("final_sigmas_type");
        if (type.isPresent()) {
            return type.text().equals("sigma_min");
        }
        Tree toOne = args.get("set_alpha_to_one");
        return family.as().equals("ddim") && toOne.isPresent() ? !toOne.flag() : family.endsAtSigmaMin();
    }

    private String converted(Map<String, String> options, String otherwise) {
        if (args.get("use_karras_sigmas").flag(false)) {
            options.put("rho", "7");
            return "karras";
        }
        if (args.get("use_exponential_sigmas").flag(false)
                || args.get("use_lu_lambdas").flag(false)) {
            return "exponential";
        }
        return args.get("use_beta_sigmas").flag(false) ? "beta_sigma" : otherwise;
    }

    /** The DPM-Solver family makes timesteps whole: it rounds where Karras or Lu sigmas are asked for, else cuts off. */
    private String told(Family family) {
        boolean rounds = args.get("use_karras_sigmas").flag(false)
                || args.get("use_lu_lambdas").flag(false);
        if (family.as().equals("euler")) {
            return name.startsWith("KDPM2") && rounds ? "rounded" : "exact";
        }
        boolean cosine = name.equals("DPMSolverMultistep")
                && args.get("beta_schedule").text("").equals("squaredcos_cap_v2");
        return rounds && !cosine ? "rounded" : "truncated";
    }

    private ScheduleMapping flow(String as, double shift) {
        boolean interleaved = name.equals("FlowMatchHeunDiscrete");
        boolean dynamic = args.get("use_dynamic_shifting").flag(false);
        Map<String, String> options = new LinkedHashMap<>();
        options.put("as", as);
        options.put("shift", Double.toString(shift));
        options.putAll(ScheduleMapping.given(args, "mu", "shift_terminal"));
        options.put("dynamic", dynamic ? args.get("time_shift_type").text("exponential") : "none");
        if (name.equals("DEISMultistep") || name.equals("SASolver")) {
            options.put("final", "none");
        }
        Map<String, String> conversion = new LinkedHashMap<>();
        String schedule = converted(conversion, "flow");
        DiffusionProcess process = DiffusionProcess.flow();
        if (schedule.equals("flow")) {
            return new ScheduleMapping(process, schedule, options, interleaved, false);
        }
        if (!as.equals("flowmatch") || dynamic) {
            throw args.get("use_flow_sigmas")
                    .bad("no Karras, exponential or beta sigmas with it or with dynamic shifting");
        }
        double smallest = DiffusionProcess.shift(DiffusionProcess.shift(process.sigmaMin(), shift), shift);
        conversion.put("sigma_max", "1");
        conversion.put("sigma_min", Double.toString(args.get("shift_terminal").number(smallest)));
        return new ScheduleMapping(process, schedule, conversion, interleaved, false);
    }

    private DiffusionProcess process(Family family) {
        int timesteps = args.get("num_train_timesteps").count(2, 1000);
        String betas = args.get("beta_schedule").text(family.betas());
        BetaSchedule schedule;
        try {
            schedule = BetaSchedule.of(betas);
        } catch (InvalidRequestException e) {
            throw args.get("beta_schedule").bad("linear, scaled_linear, squaredcos_cap_v2, sigmoid or laplace");
        }
        double[] products = BetaSchedule.cumulativeProducts(schedule.betas(
                timesteps,
                args.get("beta_start").number(family.start()),
                args.get("beta_end").number(family.end())));
        if (args.get("rescale_betas_zero_snr").flag(false)) {
            boolean floored = family.as().equals("euler") || family.as().equals("dpmsolver");
            products = BetaSchedule.zeroTerminalSnr(
                    products, floored ? BetaSchedule.DIFFUSERS_FLOOR : ScheduleReference.NO_SIGNAL);
        }
        PredictionType prediction = switch (args.get("prediction_type").text("epsilon")) {
            case "epsilon" -> PredictionType.EPSILON;
            case "v_prediction" -> PredictionType.V;
            case "sample" -> PredictionType.SAMPLE;
            default -> throw args.get("prediction_type").bad("epsilon, v_prediction or sample");
        };
        try {
            return DiffusionProcess.discrete(prediction, products);
        } catch (IllegalArgumentException e) {
            throw args.get("beta_start").bad("betas in (0,1)");
        }
    }
}
