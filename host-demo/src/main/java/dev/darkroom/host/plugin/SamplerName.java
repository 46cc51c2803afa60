package dev.darkroom.host.plugin;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.sampling.NoiseSchedule;
import dev.darkroom.api.sampling.Sampler;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A sampler as people name it. A1111 once named sampler and schedule as one, and people still write it: {@code DPM++ 2M
 * Karras}.
 *
 * @param sampler the sampler's part of the name
 * @param schedule the id of the schedule the name ends in, if it ends in one
 */
public record SamplerName(String sampler, Optional<String> schedule) {

    /** Checks that both are there. */
    public SamplerName {
        Objects.requireNonNull(sampler, "sampler");
        Objects.requireNonNull(schedule, "schedule");
    }

    /**
     * Splits a name, where the whole is no sampler but its head is.
     *
     * @param name what the user wrote
     * @param plugins the installed extensions
     * @return both parts; a name nobody knows comes back as it is
     */
    public static SamplerName of(String name, PluginHost plugins) {
        Registry<Sampler> samplers = plugins.registry(Sampler.class);
        if (name.indexOf(' ') >= 0 && !knows(samplers, name)) {
            for (Registered<NoiseSchedule> schedule :
                    plugins.registry(NoiseSchedule.class).all()) {
                String rest = withoutSuffix(name, schedule);
                if (!rest.equals(name) && knows(samplers, rest)) {
                    return new SamplerName(rest, Optional.of(schedule.id()));
                }
            }
        }
        return new SamplerName(name, Optional.empty());
    }

    private static boolean knows(Registry<Sampler> samplers, String name) {
        try {
            samplers.get(name);
            return true;
        } catch (InvalidRequestException e) {
            return false;
        }
    }

    private static String withoutSuffix(String sampler, Registered<NoiseSchedule> schedule) {
        String folded = sampler.toLowerCase(Locale.ROOT);
        return schedule.info()
                .names()
                .map(name -> " " + name.toLowerCase(Locale.ROOT))
                .filter(folded::endsWith)
                .findFirst()
                .map(name -> sampler.substring(0, sampler.length() - name.length()))
                .orElse(sampler);
    }
}
