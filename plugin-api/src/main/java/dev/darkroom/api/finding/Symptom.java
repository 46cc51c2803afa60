package dev.darkroom.api.finding;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * A kind of defect. Plugins may name kinds of their own; the constants are the ones the bundled inspectors report.
 *
 * @param id lower case letters, digits and hyphens
 */
public record Symptom(String id) {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]*");

    /** The order of the ids. */
    static final Comparator<Symptom> BY_ID = Comparator.comparing(Symptom::id);

    /** Grain: energy at high frequencies where the picture should be smooth. */
    public static final Symptom NOISE = new Symptom("noise");
    /** Lack of detail. */
    public static final Symptom BLUR = new Symptom("blur");
    /** The picture repeats itself as a tiling. */
    public static final Symptom TILING = new Symptom("tiling");
    /** One region appears twice. */
    public static final Symptom DUPLICATION = new Symptom("duplication");
    /** A periodic pattern at the decoder's stride. */
    public static final Symptom GRID = new Symptom("grid");
    /** A straight discontinuity, as tiled decoding leaves. */
    public static final Symptom SEAM = new Symptom("seam");
    /** A colour cast. */
    public static final Symptom CAST = new Symptom("cast");
    /** Burnt colours. */
    public static final Symptom OVERSATURATION = new Symptom("oversaturation");
    /** Steps where a gradient should be smooth. */
    public static final Symptom BANDING = new Symptom("banding");
    /** Low contrast, grey blacks and whites. */
    public static final Symptom WASHED_OUT = new Symptom("washed-out");
    /** NaN, infinity, or a black or uniformly grey picture. */
    public static final Symptom NUMERIC = new Symptom("numeric");
    /** Malformed content. */
    public static final Symptom STRUCTURE = new Symptom("structure");
    /** The trajectory ended before it settled. */
    public static final Symptom UNCONVERGED = new Symptom("unconverged");

    /** An inspector failed: the picture was not checked for what it looks for. */
    public static final Symptom UNCHECKED = new Symptom("unchecked");
    /** Sampling ended before its last step. */
    public static final Symptom INCOMPLETE = new Symptom("incomplete");

    /** Validates the id. */
    public Symptom {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("symptom id: expected " + ID + ", found \"" + id + "\"");
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
