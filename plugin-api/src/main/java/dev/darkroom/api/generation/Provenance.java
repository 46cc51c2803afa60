package dev.darkroom.api.generation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a picture came from: enough to make it again, or to see why it cannot be.
 *
 * @param software host name and version
 * @param engine inference engine and version
 * @param device where the model ran
 * @param model the model's id
 * @param files SHA-256 by path relative to the model folder, of every file that took part
 * @param plugins {@code version sha256} by plugin id, of every plugin that took part
 * @param sampler id of the sampler
 * @param schedule id of the schedule
 * @param guidance id of the guidance
 * @param noise id of the noise source
 * @param width picture width in pixels
 * @param height picture height in pixels
 * @param notes anything else worth knowing, a fallback for example
 */
public record Provenance(
        String software,
        String engine,
        String device,
        String model,
        Map<String, String> files,
        Map<String, String> plugins,
        String sampler,
        String schedule,
        String guidance,
        String noise,
        int width,
        int height,
        Map<String, String> notes) {

    /** Copies the maps, keeping their order. */
    public Provenance {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        plugins = Collections.unmodifiableMap(new LinkedHashMap<>(plugins));
        notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    }
}
