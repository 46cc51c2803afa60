package dev.darkroom.api.model;

import dev.darkroom.api.sampling.DiffusionProcess;
import java.nio.file.Path;
import java.util.List;

/** A loaded model: three parts and the noise process they were trained on. Owns native memory: close it. */
public interface DiffusionModel extends AutoCloseable {

    /** Returns what the loader learned of the folder. */
    ModelCard card();

    /** Returns the noise process. */
    DiffusionProcess process();

    /** Returns the part that reads prompts. */
    PromptEncoder promptEncoder();

    /** Returns the network that is sampled from. */
    NoisePredictor noisePredictor();

    /** Returns the part between pictures and latents. */
    LatentCodec codec();

    /** Returns the files that take part in a generation with these settings, for provenance. */
    List<Path> files();

    /** Returns what will run badly here, a line each, naming the operator and what to do. */
    default List<String> warnings() {
        return List.of();
    }

    @Override
    void close();
}
