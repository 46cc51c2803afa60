package dev.darkroom.host.cli;

import dev.darkroom.host.DarkroomSettings;
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
        return DarkroomSettings.ofEnvironment()
                .withFolders(pluginFolders, modelFolders)
                .withSafeMode(safeMode);
    }
}
