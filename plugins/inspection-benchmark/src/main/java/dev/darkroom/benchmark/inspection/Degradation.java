package dev.darkroom.benchmark.inspection;

import dev.darkroom.api.finding.Symptom;
import dev.darkroom.api.picture.Picture;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One way to spoil a picture, in rising strengths.
 *
 * @param name unique, lower case
 * @param symptom what an inspector should see
 * @param strengths rising; what they mean is up to the degradation
 * @param spoil does it
 */
record Degradation(String name, Symptom symptom, List<Double> strengths, Spoil spoil) {

    Degradation {
        strengths = List.copyOf(strengths);
    }

    /** Spoils a picture; all randomness comes from {@code random}. */
    interface Spoil {
        Spoiled of(Picture picture, double strength, Random random);
    }

    /**
     * A spoiled picture.
     *
     * @param picture its pixels
     * @param where for local degradations which pixels were spoiled, row-major
     */
    record Spoiled(Picture picture, Optional<boolean[]> where) {

        static Spoiled everywhere(Picture picture) {
            return new Spoiled(picture, Optional.empty());
        }
    }
}
