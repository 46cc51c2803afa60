package dev.darkroom.host.image;

import dev.darkroom.api.Alias;
import dev.darkroom.api.ExtensionInfo;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;

/**
 * What people call the extensions that made a picture.
 *
 * @param sampler as in {@code "DPM++ 2M"}
 * @param schedule as in {@code "Karras"}
 */
public record DisplayNames(String sampler, String schedule) {

    /** Checks that both are there. */
    public DisplayNames {
        Objects.requireNonNull(sampler, "sampler");
        Objects.requireNonNull(schedule, "schedule");
    }

    /**
     * Returns what people call a sampler under some options: {@code "DPM++ 2M SDE Heun"} where {@code solver_type} is {@code
     * heun}.
     *
     * @param info the sampler
     * @param options the options that were chosen
     * @return the alias of several words whose presets are all among the options, or else the display name
     */
    public static String sampler(ExtensionInfo info, Map<String, String> options) {
        return info.aliases().stream()
                .filter(alias ->
                        alias.name().indexOf(' ') > 0 && !alias.presets().isEmpty())
                .filter(alias -> options.entrySet().containsAll(alias.presets().entrySet()))
                .max(Comparator.comparingInt(alias -> alias.presets().size()))
                .map(Alias::name)
                .orElse(info.displayName());
    }
}
