package dev.darkroom.host.precision;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.host.file.FileFailure;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is drawn to calibrate a variant and to compare it. */
public final class Prompts {

    private static final List<String> DEFAULTS = List.of(
            "a smiling cat",
            "a red apple on a light blue background",
            "a rocket on a purple background",
            "a blue car",
            "a teddy bear on a yellow background",
            "a sunflower",
            "a robot on a black background",
            "a house on a light green background");

    private Prompts() {}

    /** Returns prompts that the embedded model and models of the world at large both draw. */
    public static List<String> defaults() {
        return DEFAULTS;
    }

    /**
     * Reads prompts, one a line; empty lines are left out.
     *
     * @throws InvalidRequestException if there are none
     */
    public static List<String> read(Path file) {
        try {
            List<String> prompts = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (prompts.isEmpty()) {
                throw new InvalidRequestException("prompts: expected a prompt a line in " + file + ", found none");
            }
            return prompts;
        } catch (MalformedInputException e) {
            throw new InvalidRequestException("prompts: expected UTF-8 text in " + file + ", found other bytes", e);
        } catch (IOException e) {
            throw FileFailure.of("read", file, e);
        }
    }
}
