package dev.darkroom.api.generation;

import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.picture.Picture;
import java.util.List;

/**
 * One finished picture.
 *
 * @param request the request it belongs to
 * @param index which picture of the request, from 0
 * @param seed its own seed
 * @param picture the picture
 * @param latent the latent it was decoded from, {@code [1,c,h,w]}
 * @param steps the decoded estimate of every step; empty unless the request asked for them
 * @param inspected what the inspectors made of it, the most severe finding first
 * @param trace what happened on the way
 * @param provenance where it came from
 */
public record GenerationResult(
        GenerationRequest request,
        int index,
        long seed,
        Picture picture,
        Latent latent,
        List<Picture> steps,
        Inspected inspected,
        GenerationTrace trace,
        Provenance provenance) {

    /** Copies the lists. */
    public GenerationResult {
        steps = List.copyOf(steps);
    }

    /** Returns what the inspectors said, most severe first. */
    public List<Finding> findings() {
        return inspected.findings();
    }
}
