package dev.darkroom.host.image;

import java.util.Objects;

/**
 * What people call the extensions that made a picture.
 *
 * @param sampler as in {@code "DPM++ 2M"}
 * @param schedule as in {@code "Karras"}
 */
public record DisplayNames(String sampler, String schedule) {

    /** Checks that both are there. */
    public DisplayNames {
        Objects.requireNonNull(sampler, "sampler");
        Objects.requireNonNull(schedule, "schedule");
    }
}
