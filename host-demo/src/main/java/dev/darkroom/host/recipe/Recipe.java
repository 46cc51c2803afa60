package dev.darkroom.host.recipe;

import dev.darkroom.api.InvalidRequestException;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.Provenance;
import dev.darkroom.host.pipeline.ModelStore;
import dev.darkroom.host.plugin.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a picture was made, as its metadata tells: the request that makes it again, alone. Names in it are as the file spells
 * them; whether they are installed is settled when the request is checked.
 *
 * @param file the picture
 * @param origin whose metadata was read
 * @param request makes this one picture, with its own seed; its model is the one the file names
 * @param made what made it, where Darkroom did
 * @param notes what could not be taken over or had to be assumed, a line each
 */
public record Recipe(
        Path file, Origin origin, GenerationRequest request, Optional<Provenance> made, List<String> notes) {

    /** Copies the notes. */
    public Recipe {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(made, "made");
        notes = List.copyOf(notes);
    }

    /**
     * Checks that the model the picture was made with is installed.
     *
     * @param models the models on disk
     * @throws InvalidRequestException if it is not; it says which model that is and what to do
     */
    public void requireInstalledModel(ModelStore models) {
        if (request.model().isEmpty()) {
            return;
        }
        try {
            models.find(request.model());
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(
                    file + " was made with model \""
                            + Text.plain(request.model().get()) + "\" (" + origin
                            + "), which is not installed: put its folder into ~/.darkroom/models,"
                            + " or name another with --model (" + e.getMessage() + ")",
                    e);
        }
    }

    /**
     * Returns how what makes pictures now differs from what made this one.
     *
     * @param now the provenance of a repeated picture
     * @return a line for each difference; empty if there is none or if the file does not tell
     */
    public List<String> differences(Provenance now) {
        List<String> lines = new ArrayList<>();
        made.ifPresent(then -> {
            differ(lines, "software", then.software(), now.software());
            differ(lines, "engine", then.engine(), now.engine());
            differ(lines, "device", then.device(), now.device());
            differ(lines, "model file", then.files(), now.files());
            differ(lines, "plugin", then.plugins(), now.plugins());
        });
        return lines;
    }

    private static void differ(List<String> lines, String what, Map<String, String> then, Map<String, String> now) {
        Map<String, String> all = new TreeMap<>(now);
        all.putAll(then);
        all.keySet()
                .forEach(name -> differ(
                        lines, what + " " + name, then.getOrDefault(name, "none"), now.getOrDefault(name, "none")));
    }

    private static void differ(List<String> lines, String what, String then, String now) {
        if (!then.equals(now)) {
            lines.add(Text.plain(what + ": " + head(then) + " then, " + head(now) + " now"));
        }
    }

    /** Twelve digits tell digests apart. */
    private static String head(String text) {
        return text.replaceAll("\\b([0-9a-f]{12})[0-9a-f]{52}\\b", "$1");
    }
}
