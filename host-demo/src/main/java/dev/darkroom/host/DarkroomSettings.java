package dev.darkroom.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where an installation lies and how it runs.
 *
 * @param distribution the folder with {@code lib/}, {@code plugins/} and {@code models/}
 * @param stateFolder the user's folder: plugin states, configuration, caches
 * @param pluginFolders folders of plugin JARs
 * @param modelFolders folders of model folders
 * @param safeMode whether only the plugins that came with the distribution are loaded
 * @param device {@code auto}, {@code cpu} or {@code cuda[:N]}
 * @param threads threads of one model call; empty for one a physical core
 * @param lowMemory whether a model's components are released when others are used
 * @param providerOptions options of the CUDA provider by name
 * @param engineAtOnce whether the inference engine is loaded while the plugins are, because it will be needed
 */
public record DarkroomSettings(
        Path distribution,
        Path stateFolder,
        List<Path> pluginFolders,
        List<Path> modelFolders,
        boolean safeMode,
        String device,
        Optional<Integer> threads,
        boolean lowMemory,
        Map<String, String> providerOptions,
        boolean engineAtOnce) {

    /** Copies the lists. */
    public DarkroomSettings {
        pluginFolders = List.copyOf(pluginFolders);
        modelFolders = List.copyOf(modelFolders);
        providerOptions = Map.copyOf(providerOptions);
    }

    /**
     * Returns the settings of an installation: its own folders, then {@code plugins/} and {@code models/} in the user's
     * folder.
     *
     * @param distribution the folder of the distribution
     * @param stateFolder the user's folder
     * @return settings for CPU or GPU as found
     */
    public static DarkroomSettings of(Path distribution, Path stateFolder) {
        return new DarkroomSettings(
                distribution,
                stateFolder,
                List.of(distribution.resolve("plugins"), stateFolder.resolve("plugins")),
                List.of(distribution.resolve("models"), stateFolder.resolve("models")),
                false,
                "auto",
                Optional.empty(),
                false,
                Map.of(),
                false);
    }

    /** Returns these settings with folders searched in addition, before the others for models. */
    public DarkroomSettings withFolders(List<Path> morePlugins, List<Path> moreModels) {
        List<Path> plugins = new ArrayList<>(pluginFolders);
        plugins.addAll(morePlugins);
        List<Path> models = new ArrayList<>(moreModels);
        models.addAll(modelFolders);
        return new DarkroomSettings(
                distribution,
                stateFolder,
                plugins,
                models,
                safeMode,
                device,
                threads,
                lowMemory,
                providerOptions,
                engineAtOnce);
    }

    /** Returns these settings with another safe mode. */
    public DarkroomSettings withSafeMode(boolean value) {
        return new DarkroomSettings(
                distribution,
                stateFolder,
                pluginFolders,
                modelFolders,
                value,
                device,
                threads,
                lowMemory,
                providerOptions,
                engineAtOnce);
    }

    /** Returns these settings for work that needs the engine, on a device and with a number of threads. */
    public DarkroomSettings withEngine(String newDevice, Optional<Integer> newThreads) {
        return new DarkroomSettings(
                distribution,
                stateFolder,
                pluginFolders,
                modelFolders,
                safeMode,
                newDevice,
                newThreads,
                lowMemory,
                providerOptions,
                true);
    }

    /** Returns these settings with components released when others are used, and options of the CUDA provider. */
    public DarkroomSettings withMemory(boolean low, Map<String, String> newProviderOptions) {
        return new DarkroomSettings(
                distribution,
                stateFolder,
                pluginFolders,
                modelFolders,
                safeMode,
                device,
                threads,
                low,
                newProviderOptions,
                engineAtOnce);
    }

    /**
     * Returns the settings of the running program: the distribution from the system property {@code darkroom.dist} (the
     * launcher sets it), the user's folder from the environment variable {@code DARKROOM_HOME}, else {@code ~/.darkroom}.
     */
    public static DarkroomSettings ofEnvironment() {
        String home = System.getenv("DARKROOM_HOME");
        return of(
                Path.of(System.getProperty("darkroom.dist", "."))
                        .toAbsolutePath()
                        .normalize(),
                home == null || home.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".darkroom")
                        : Path.of(home).toAbsolutePath().normalize());
    }
}
