package dev.darkroom.diagnostics.experiment;

import dev.darkroom.api.diagnosis.Shot;
import java.util.LinkedHashMap;
import java.util.Map;

/** A picture in numbers, for comparisons before and after. */
public final class Appearance {

    /** One less the alignment with the prompt. */
    public static final String MISALIGNMENT = "misalignment";

    /** The share of values beyond the range of colours. */
    public static final String CLIPPED = "clipped";

    /** The standard deviation of the luma, in grey levels. */
    public static final String CONTRAST = "contrast";

    /** The mean absolute Laplacian of the luma, in grey levels. */
    public static final String SHARPNESS = "sharpness";

    private Appearance() {}

    /** Returns every inspector's score by symptom, and the measures above. */
    public static Map<String, Double> of(Shot shot) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        shot.result().inspected().scores().forEach((symptom, score) -> numbers.put(symptom.id(), score));
        shot.alignment().ifPresent(cosine -> numbers.put(MISALIGNMENT, 1 - cosine));
        numbers.put(CLIPPED, Pixels.clipped(shot.result().picture()));
        numbers.put(CONTRAST, Pixels.contrast(shot.result().picture()));
        numbers.put(SHARPNESS, Pixels.sharpness(shot.result().picture()));
        return numbers;
    }

    /** Returns whether less of a number is always better. */
    public static boolean isScore(String name) {
        return !name.equals(CONTRAST) && !name.equals(SHARPNESS);
    }
}
