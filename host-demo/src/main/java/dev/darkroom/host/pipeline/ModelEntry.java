package dev.darkroom.host.pipeline;

import dev.darkroom.api.model.ModelCard;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder among the models.
 *
 * @param folder the folder
 * @param card what it holds, if a loader recognised it
 * @param problem why it cannot be used, in one line
 */
public record ModelEntry(Path folder, Optional<ModelCard> card, Optional<String> problem) {}
