package dev.darkroom.host.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged distribution, run as a separate process with a user folder of its own. */
final class Installation {

    private static final Path BUILT = Path.of(System.getProperty("darkroom.dist"));

    private final Path distribution;
    private final Path home;
    private final Path workingFolder;
    private final Map<String, String> environment = new HashMap<>();

    private Installation(Path distribution, Path home, Path workingFolder) {
        this.distribution = distribution;
        this.home = home;
        this.workingFolder = workingFolder;
    }

    /** How a process ended. */
    record Result(int exit, String out, String err) {

        List<String> errLines() {
            return err.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    /** Returns the distribution the build made, with a fresh user folder below {@code temp}. */
    static Installation built(Path temp) {
        return at(BUILT, temp);
    }

    static Installation at(Path distribution, Path temp) {
        try {
            return new Installation(
                    distribution,
                    Files.createDirectories(temp.resolve("home")),
                    Files.createDirectories(temp.resolve("work")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the folder the build made, to read from. */
    static Path builtFolder() {
        return BUILT;
    }

    Path home() {
        return home;
    }

    Path workingFolder() {
        return workingFolder;
    }

    /** Sets an environment variable of the processes to come. */
    void environment(String name, String value) {
        environment.put(name, value);
    }

    /** Copies the embedded model. */
    static void copyModel(Path to) throws IOException {
        Path from = BUILT.resolve("models/emoji");
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** Puts a file into the user's plugin folder. */
    Path dropPlugin(String name, byte[] content) throws IOException {
        return Files.write(Files.createDirectories(home.resolve("plugins")).resolve(name), content);
    }

    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(launcher());
        command.addAll(List.of(arguments));
        return start(command);
    }

    private String launcher() {
        return distribution.resolve("bin").resolve("darkroom").toString();
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingFolder.toFile());
        builder.environment().put("DARKROOM_HOME", home.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        builder.redirectOutput(home.resolve("stdout.txt").toFile());
        builder.redirectError(home.resolve("stderr.txt").toFile());
        return builder.start();
    }

    Result finish(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("darkroom did not end within 120 s; it wrote:\n"
                    + Files.readString(home.resolve("stdout.txt")) + Files.readString(home.resolve("stderr.txt")));
        }
        return new Result(
                process.exitValue(),
                Files.readString(home.resolve("stdout.txt")),
                Files.readString(home.resolve("stderr.txt")));
    }

    /**
     * Runs the launcher from a shell script in UTF-8, for arguments that this JVM's own locale could not pass on.
     *
     * @param arguments as a shell reads them
     */
    Result runFromShell(String arguments) throws IOException, InterruptedException {
        Path script = Files.writeString(home.resolve("run.sh"), "exec '" + launcher() + "' " + arguments + "\n");
        return finish(start(List.of("sh", script.toString())));
    }

    /**
     * Runs the launcher where no file can grow beyond a size.
     *
     * @param kibibytes the most a file may hold
     * @param arguments as a shell reads them
     */
    Result runLimited(int kibibytes, String arguments) throws IOException, InterruptedException {
        Path script = Files.writeString(
                home.resolve("run.sh"),
                "ulimit -f " + 2 * kibibytes + "\nexec '" + launcher() + "' " + arguments + "\n");
        return finish(start(List.of("sh", script.toString())));
    }

    Result run(String... arguments) {
        try {
            return finish(start(arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the PNG files below a folder of the working folder, by name. */
    List<Path> pictures(String folder) {
        try (Stream<Path> files = Files.list(workingFolder.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
