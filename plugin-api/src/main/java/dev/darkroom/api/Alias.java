package dev.darkroom.api;

import java.util.Map;
import java.util.Objects;

/**
 * Another name that resolves to an extension, and what that name says of the options.
 *
 * <p>Where tools give one solver several names, or one name other defaults, the presets make the name mean here what it means
 * there: {@code "DPM++ 2M SDE Heun"} is 2M SDE with {@code solver_type=heun}. What the user gives beats a preset.
 *
 * <p>A name may end in arguments, as in {@code "DPMSolverMultistepScheduler(solver_order=3)"}: the scheduler called with
 * those arguments. Reference data that name scheduler and arguments find the alias with the most arguments that fit.
 *
 * @param name the spelling, not blank
 * @param presets option values by option name
 */
public record Alias(String name, Map<String, String> presets) {

    /** Checks the name and copies the presets. */
    public Alias {
        Objects.requireNonNull(name, "name");
        if (name.isBlank()) {
            throw new IllegalArgumentException("alias: expected a name, found \"" + name + "\"");
        }
        presets = Map.copyOf(presets);
    }
}
