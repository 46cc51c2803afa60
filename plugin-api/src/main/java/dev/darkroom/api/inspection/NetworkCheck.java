package dev.darkroom.api.inspection;

import dev.darkroom.api.runtime.InferenceRuntime;
import java.nio.file.Path;
import java.util.List;

/**
 * An inspector that looks with networks. What it was equipped with is all the state it keeps; sessions it opens live as
 * long as it does, and the host closes what is still open in the end.
 */
public interface NetworkCheck extends PostCheck {

    /**
     * Hands over what the inspector works with: once, before its first picture. One that was not equipped finds nothing.
     *
     * @param runtime the inference engine; nothing native is loaded before a graph is opened
     * @param folders where the user puts networks; need not exist
     */
    void equip(InferenceRuntime runtime, List<Path> folders);
}
