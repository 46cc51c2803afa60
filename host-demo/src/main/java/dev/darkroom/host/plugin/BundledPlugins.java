package dev.darkroom.host.plugin;

import dev.darkroom.host.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The distribution's list of the plugins it ships, {@code lib/bundled-plugins.txt}: a line {@code sha256  file name} for each
 * JAR. The build writes it; safe mode loads what it lists and nothing else.
 */
public final class BundledPlugins {

    /** The name of the list in the distribution's {@code lib/}. */
    public static final String FILE_NAME = "bundled-plugins.txt";

    private BundledPlugins() {}

    /**
     * Writes the list for a folder of JARs.
     *
     * @param folder the folder that holds the plugins
     * @param list the file to write
     * @throws IOException if a JAR cannot be read or the list cannot be written
     */
    public static void write(Path folder, Path list) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path jar : jarsIn(folder)) {
            lines.append(Sha256.of(jar)).append("  ").append(jar.getFileName()).append('\n');
        }
        Files.writeString(list, lines);
    }

    /**
     * Writes the list: {@code BundledPlugins <folder of JARs> <list>}.
     *
     * @param args the folder and the list
     * @throws IOException as {@link #write}
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException(
                    "expected a folder of plugin JARs and the list to write, found " + List.of(args));
        }
        write(Path.of(args[0]), Path.of(args[1]));
    }

    /** Returns what lies in a folder under a name like {@code x.jar}, by name; hidden names are left out. */
    static List<Path> jarsIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(BundledPlugins::isNamedLikeAJar).sorted().toList();
        }
    }

    private static boolean isNamedLikeAJar(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && name.regionMatches(true, name.length() - 4, ".jar", 0, 4);
    }
}
