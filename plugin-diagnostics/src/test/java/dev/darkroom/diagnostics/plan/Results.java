package dev.darkroom.diagnostics.plan;

import dev.darkroom.api.finding.Inspected;
import dev.darkroom.api.generation.GenerationRequest;
import dev.darkroom.api.generation.GenerationResult;
import dev.darkroom.api.generation.GenerationTrace;
import dev.darkroom.api.generation.Provenance;
import dev.darkroom.api.latent.Latent;
import dev.darkroom.api.picture.Picture;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Results of generations that nobody made. */
public final class Results {

    private Results() {}

    /** Returns a result with a grey picture and an empty trace of as many evaluations as steps. */
    public static GenerationResult of(GenerationRequest request, Latent latent) {
        return new GenerationResult(
                request,
                0,
                request.seed(),
                Picture.of(8, 8, new float[3 * 64]),
                latent,
                List.of(),
                Inspected.NOTHING,
                new GenerationTrace(List.of(), request.steps(), List.of(), 5, 24, Optional.empty()),
                new Provenance(
                        "test", "none", "cpu", "model", Map.of(), Map.of(), "euler", "karras", "cfg", "torch", 8, 8,
                        Map.of()));
    }
}
