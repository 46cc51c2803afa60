package dev.darkroom.api.reference;

import dev.darkroom.api.Alias;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.OptionSpec;
import dev.darkroom.api.Options;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A solver of another program and the arguments it was called with.
 *
 * @param name its qualified name, as in {@code k_diffusion.sampling.sample_euler}
 * @param arguments argument values by name, written as option values
 */
public record Call(String name, Map<String, String> arguments) {

    /** Arguments of diffusers' schedulers that choose levels or model; the sampler is handed both. */
    private static final Set<String> OF_THE_SCHEDULE = Set.of(
            "base_image_seq_len",
            "base_shift",
            "beta_end",
            "beta_schedule",
            "beta_start",
            "final_sigmas_type",
            "flow_shift",
            "interpolation_type",
            "lambda_min_clipped",
            "max_image_seq_len",
            "max_shift",
            "mu",
            "num_train_timesteps",
            "original_inference_steps",
            "prediction_type",
            "rescale_betas_zero_snr",
            "set_alpha_to_one",
            "shift",
            "shift_terminal",
            "sigma_max",
            "sigma_min",
            "sigmas",
            "steps_offset",
            "strength",
            "time_shift_type",
            "timestep_spacing",
            "timestep_type",
            "timesteps",
            "trained_betas",
            "use_beta_sigmas",
            "use_dynamic_shifting",
            "use_exponential_sigmas",
            "use_flow_sigmas",
            "use_karras_sigmas",
            "use_lu_lambdas",
            "variance_type");

    /** Copies the arguments. */
    public Call {
        arguments = Map.copyOf(arguments);
    }

    /**
     * Returns how closely an extension's aliases match: 0 if none does, more for an alias that gives the qualified name or
     * more of the arguments.
     */
    public int closeness(ExtensionInfo info) {
        return alias(info).map(this::closeness).orElse(0);
    }

    /**
     * Returns the options with which an extension does what was called: the presets of its closest alias, then the
     * arguments.
     *
     * @param info the extension, which must match
     * @param more options known otherwise; those that the extension does not declare are left out
     * @return the checked options
     * @throws InvalidRequestException if an argument is no option of the extension
     */
    public Options options(ExtensionInfo info, Map<String, String> more) {
        Alias alias = alias(info)
                .orElseThrow(() -> new InvalidRequestException(
                        info.id() + ": expected a sampler with the alias " + simpleName() + ", found none"));
        Set<String> declared = info.options().stream().map(OptionSpec::name).collect(Collectors.toSet());
        Map<String, String> given = new LinkedHashMap<>(alias.presets());
        more.forEach((name, value) -> {
            if (declared.contains(name)) {
                given.put(name, value);
            }
        });
        Map<String, String> matched = argumentsOf(alias);
        arguments.forEach((name, value) -> {
            if (declared.contains(name)) {
                given.put(name, value);
            } else if (!matched.containsKey(name) && !OF_THE_SCHEDULE.contains(name)) {
                throw new InvalidRequestException(
                        info.id() + ": expected an option for the argument " + name + "=" + value + ", found none");
            }
        });
        return Options.of(info.options(), given);
    }

    private Optional<Alias> alias(ExtensionInfo info) {
        return info.aliases().stream()
                .filter(alias -> closeness(alias) > 0)
                .max((a, b) -> Integer.compare(closeness(a), closeness(b)));
    }

    private int closeness(Alias alias) {
        String spelled = alias.name().replaceAll("\\(.*", "");
        Map<String, String> wanted = argumentsOf(alias);
        boolean fits = wanted.entrySet().stream()
                .allMatch(argument -> argument.getValue().equals(arguments.get(argument.getKey())));
        if (!fits) {
            return 0;
        }
        return spelled.equals(name) ? 1000 + wanted.size() : spelled.equals(simpleName()) ? 1 + wanted.size() : 0;
    }

    private static Map<String, String> argumentsOf(Alias alias) {
        Map<String, String> arguments = new HashMap<>();
        int open = alias.name().indexOf('(');
        if (open >= 0 && alias.name().endsWith(")")) {
            String inside = alias.name().substring(open + 1, alias.name().length() - 1);
            for (String argument : inside.split(",", -1)) {
                String[] parts = argument.split("=", 2);
                arguments.put(parts[0].strip(), parts.length == 2 ? parts[1].strip() : "");
            }
        }
        return arguments;
    }

    private String simpleName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
