package dev.darkroom.host.cli;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.host.DarkroomSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of every command that opens the installation. */
final class InstallationOptions {

    @Option(names = "--safe-mode", description = "Load only the plugins that came with Darkroom.")
    private boolean safeMode;

    @Option(names = "--plugins-dir", paramLabel = "FOLDER", description = "Another folder of plugin JARs; repeatable.")
    private List<Path> pluginFolders = new ArrayList<>();

    @Option(names = "--models-dir", paramLabel = "FOLDER", description = "Another folder of model folders; repeatable.")
    private List<Path> modelFolders = new ArrayList<>();

    @Option(names = "--debug", description = "Log in detail and show where a failure comes from.")
    private boolean debug;

    DarkroomSettings settings() {
        requireFolders("--plugins-dir", pluginFolders);
        requireFolders("--models-dir", modelFolders);
        return DarkroomSettings.ofEnvironment()
                .withFolders(pluginFolders, modelFolders)
                .withSafeMode(safeMode);
    }

    private static void requireFolders(String option, List<Path> folders) {
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new InvalidRequestException(option + ": expected a folder, found " + folder);
            }
        }
    }
}
