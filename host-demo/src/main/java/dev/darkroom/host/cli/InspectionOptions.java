package dev.darkroom.host.cli;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.InspectionSettings;
import dev.darkroom.host.DarkroomSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which inspectors look and how they are tuned, for one call. */
final class InspectionOptions {

    @Option(names = "--inspectors", split = ",", paramLabel = "ID", description = "Inspect only with these.")
    private List<String> inspectors = new ArrayList<>();

    @Option(names = "--skip-inspector", split = ",", paramLabel = "ID", description = "Do not inspect with these.")
    private List<String> skipInspectors = new ArrayList<>();

    @Option(names = "--inspector-option", paramLabel = "ID.K=V", description = "As in noise.warn=0.7.")
    private Map<String, String> inspectorOptions = new LinkedHashMap<>();

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration; default ~/.darkroom/config.json")
    private @Nullable Path config;

    /** Returns what the configuration file says. */
    InspectionSettings configured(DarkroomSettings settings) {
        return Config.inspection(config, settings.stateFolder().resolve("config.json"));
    }

    /** Returns what is configured, overruled by what was said for this call. */
    InspectionSettings over(InspectionSettings configured) {
        Set<String> only = inspectors.isEmpty() ? configured.only() : Set.copyOf(inspectors);
        Set<String> except = new LinkedHashSet<>(configured.except());
        except.addAll(skipInspectors);
        // Naming an inspector on the command line beats switching it off in the file.
        inspectors.stream()
                .filter(inspector -> !skipInspectors.contains(inspector))
                .forEach(except::remove);
        Map<String, Map<String, String>> tuned = new HashMap<>();
        configured.options().forEach((inspector, values) -> tuned.put(inspector, new HashMap<>(values)));
        inspectorOptions.forEach((name, value) -> {
            int dot = name.indexOf('.');
            if (dot < 1 || dot == name.length() - 1) {
                throw new InvalidRequestException("--inspector-option: expected INSPECTOR.OPTION=VALUE as in"
                        + " noise.warn=0.7, found \"" + name + "=" + value + "\"");
            }
            tuned.computeIfAbsent(name.substring(0, dot), absent -> new HashMap<>())
                    .put(name.substring(dot + 1), value);
        });
        return new InspectionSettings(configured.enabled() || !inspectors.isEmpty(), only, except, tuned);
    }
}
